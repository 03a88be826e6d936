import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import { Button } from '../components/Button'
import { Notice } from '../components/Notice'
import { DeviceNotices } from '../features/home/DeviceNotices'
import { Findings } from '../features/home/Findings'
import { HomeDay } from '../features/home/HomeDay'
import { HomeKpis } from '../features/home/HomeKpis'
import { homeHeadline, pastHeadline } from '../features/home/headline'
import { Installed } from '../features/home/Installed'
import { Partners } from '../features/home/Partners'
import { RightNow } from '../features/home/RightNow'
import { Statement } from '../features/home/Statement'
import { api, type Home } from '../lib/api'
import { useMarketNow } from '../lib/clock'
import { homeNow } from '../lib/flows'
import * as format from '../lib/format'
import { useLive, useVillage } from '../lib/live'
import { t } from '../lib/messages'
import { useResource } from '../lib/resource'
import { Link, navigate } from '../lib/router'
import type { Site } from './App'
import styles from './Page.module.css'
import { PageHead } from './PageHead'
import { useLostSince } from './stale'

const REFRESH_MILLIS = 3_000

interface HomePageProps {
  site: Site
  home: Home
  date: string | null
}

export default function HomePage({ site, home, date }: HomePageProps) {
  const { area, homes } = site
  const id = home.participantId
  const village = useVillage()
  const heardAt = useLive((state) => state.villageHeardAt)
  const lostSince = useLostSince(area.timeZone)
  const clock = useMarketNow(1000)
  const today = clock ? format.isoDate(clock.at, area.timeZone) : null
  const shown = date ?? today
  const isToday = shown === today
  const day = useResource(
    shown ? `day ${id} ${shown}` : null,
    () => api.day(id, shown ?? undefined),
    isToday ? REFRESH_MILLIS : undefined,
  )
  const now = useMemo(() => {
    const mine = village?.homes.find((one) => one.participantId === id)
    return mine && village ? homeNow(mine, village.flows) : undefined
  }, [village, id])
  const present =
    lostSince === null ? homeHeadline(home.name, now, area) : t.headline.lost(home.name, lostSince)
  const sentence = isToday ? present : pastHeadline(home.name, day.data)
  const go = (to: string) => navigate(to === today ? `/home/${id}` : `/home/${id}?date=${to}`)
  return (
    <>
      <PageHead area={area} sentence={sentence}>
        <HomeChooser homes={homes.filter((one) => !one.hidden)} id={id} date={date} />
        {shown && <DayPicker shown={shown} today={today} go={go} />}
        <Link className={styles.act} href={`/home/${id}/strategy`}>
          {t.strategy.open}
        </Link>
        <Link className={styles.act} href={`/home/${id}/earnings`}>
          {t.earnings.title}
        </Link>
      </PageHead>
      {day.error && !day.data && (
        <div className={styles.notice}>
          <Notice title={t.failure.title} act={<Button onClick={day.reload}>{t.failure.retry}</Button>}>
            {day.error.message || t.failure.detail}
          </Notice>
        </div>
      )}
      {isToday && today && <DeviceNotices home={home} timeZone={area.timeZone} today={today} />}
      <HomeKpis home={home} day={day.data} isToday={isToday} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <HomeDay home={home} day={day.data} date={shown ?? ''} today={today ?? ''} />
          <Statement day={day.data} aside={<Link href={`/billing?home=${id}`}>{t.billing.link}</Link>} />
          <Findings key={id} home={home} timeZone={area.timeZone} />
        </div>
        <div className={styles.column}>
          <RightNow
            home={home}
            now={now}
            heardAt={heardAt}
            timeZone={area.timeZone}
            stopped={lostSince !== null}
          />
          <Partners area={area} homes={homes} now={now} />
          <Installed home={home} timeZone={area.timeZone} />
        </div>
      </div>
    </>
  )
}

function HomeChooser({ homes, id, date }: { homes: readonly Home[]; id: number; date: string | null }) {
  const query = date ? `?date=${date}` : ''
  return (
    <select
      className={styles.select}
      aria-label={t.home.choose}
      value={id}
      onChange={(event) => navigate(`/home/${event.target.value}${query}`)}
    >
      {homes.map((home) => (
        <option key={home.participantId} value={home.participantId}>
          {home.name}
        </option>
      ))}
    </select>
  )
}

function DayPicker({ shown, today, go }: { shown: string; today: string | null; go: (to: string) => void }) {
  return (
    <div className={styles.dayPicker}>
      <Button
        kind="round"
        aria-label={t.home.previous}
        title={t.home.previous}
        onClick={() => go(format.shiftDate(shown, -1))}
      >
        <ChevronLeft size={20} aria-hidden="true" />
      </Button>
      <Button
        kind="round"
        aria-label={t.home.next}
        title={t.home.next}
        disabled={!today || shown >= today}
        onClick={() => go(format.shiftDate(shown, 1))}
      >
        <ChevronRight size={20} aria-hidden="true" />
      </Button>
    </div>
  )
}
