import { ChevronLeft, ChevronRight, Printer } from 'lucide-react'
import { Button } from '../components/Button'
import { Notice } from '../components/Notice'
import { Segmented } from '../components/Segmented'
import { EarningsChart } from '../features/earnings/EarningsChart'
import { EarningsKpis } from '../features/earnings/EarningsKpis'
import { Follow } from '../features/earnings/Follow'
import { Spans } from '../features/earnings/Spans'
import { api, type Earnings, type Home } from '../lib/api'
import { useMarketNow } from '../lib/clock'
import * as format from '../lib/format'
import { t } from '../lib/messages'
import { type PeriodUnit, periodName, periodOf, periodUnit, shiftPeriod } from '../lib/period'
import { useResource } from '../lib/resource'
import { Link, navigate } from '../lib/router'
import type { Site } from './App'
import styles from './Page.module.css'
import { PageHead } from './PageHead'
import { useLostSince } from './stale'

const REFRESH_MILLIS = 10_000
const UNITS: readonly PeriodUnit[] = ['DAY', 'MONTH', 'YEAR']

interface EarningsPageProps {
  site: Site
  home: Home
  /** Such as `2026-06`; null or what is none is the month that runs. */
  period: string | null
  /** Start of a quarter hour to follow to its proof. */
  follow: string | null
}

/** What a home earned, paid and saved in a year, month or day, down to the proof of one kWh. */
export default function EarningsPage({ site, home, period, follow }: EarningsPageProps) {
  const { area, homes } = site
  const id = home.participantId
  const lostSince = useLostSince(area.timeZone)
  const clock = useMarketNow(60_000)
  const today = clock ? format.isoDate(clock.at, area.timeZone) : null
  const given = period !== null && periodUnit(period) ? period : null
  const shown = given ?? today?.slice(0, 7) ?? null
  const runs = shown !== null && (today?.startsWith(shown) ?? false)
  const earnings = useResource(
    shown ? `earnings ${id} ${shown}` : null,
    () => api.earnings(id, shown ?? ''),
    runs ? REFRESH_MILLIS : undefined,
  )
  const hrefOf = (one: string) => `/home/${id}/earnings?period=${one}`
  return (
    <>
      <PageHead area={area} sentence={sentence(home, shown, earnings.data)}>
        {shown && today && <PeriodPicker shown={shown} today={today} go={(to) => navigate(hrefOf(to))} />}
      </PageHead>
      {earnings.error && (
        <div className={styles.notice}>
          <Notice title={t.failure.title} act={<Button onClick={earnings.reload}>{t.failure.retry}</Button>}>
            {earnings.data ? t.failure.stale : earnings.error.message || t.failure.detail}
          </Notice>
        </div>
      )}
      {!earnings.error && lostSince !== null && (
        <div className={styles.notice}>
          <Notice title={t.fresh.since(lostSince)}>{t.failure.stale}</Notice>
        </div>
      )}
      {earnings.data?.whole.quality === 'ESTIMATED' && (
        <div className={styles.notice}>
          <Notice title={t.earnings.provisional} />
        </div>
      )}
      <EarningsKpis earnings={earnings.data} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <EarningsChart key={shown} earnings={earnings.data} period={shown ?? '2026'} />
        </div>
        <div className={styles.column}>
          {follow && shown && (
            <Follow
              key={follow}
              home={home}
              homes={homes}
              from={follow}
              intervalMinutes={area.intervalMinutes}
              timeZone={area.timeZone}
              closeHref={hrefOf(shown)}
            />
          )}
          <Spans
            earnings={earnings.data}
            period={shown ?? '2026'}
            hrefOf={hrefOf}
            followHref={(from) => `${hrefOf(shown ?? '')}&follow=${from}`}
            aside={<Link href={`/billing?home=${id}`}>{t.billing.link}</Link>}
          />
        </div>
      </div>
    </>
  )
}

function sentence(home: Home, period: string | null, earnings: Earnings | null): string {
  const words = t.earnings.sentence
  if (!period || !earnings) return words.waiting
  const { amount, betterAmount, intervals } = earnings.whole
  const name = periodName(period)
  if (intervals === 0) return words.nothing(name, home.name)
  const better = format.amountSign(betterAmount) > 0 ? format.money(betterAmount, earnings.currency) : null
  const money = format.money(amount, earnings.currency)
  return format.amountSign(amount) < 0
    ? words.paid(name, home.name, money, better)
    : words.earned(name, home.name, money, better)
}

interface PeriodPickerProps {
  shown: string
  today: string
  go: (to: string) => void
}

function PeriodPicker({ shown, today, go }: PeriodPickerProps) {
  const unit = periodUnit(shown) ?? 'MONTH'
  const current = periodOf(today, unit)
  /** Where a longer period holds today, a shorter one is today's. */
  const to = (wanted: PeriodUnit) => go(periodOf(today.startsWith(shown) ? today : shown, wanted))
  return (
    <div className={`${styles.dayPicker} ${styles.noPrint}`}>
      <Segmented
        label={t.earnings.unit}
        options={UNITS.map((value) => ({ value, text: t.earnings.units[value] }))}
        value={unit}
        onChange={(value) => to(value as PeriodUnit)}
      />
      <Button
        kind="round"
        aria-label={t.earnings.previous}
        title={t.earnings.previous}
        onClick={() => go(shiftPeriod(shown, -1))}
      >
        <ChevronLeft size={20} aria-hidden="true" />
      </Button>
      <Button
        kind="round"
        aria-label={t.earnings.next}
        title={t.earnings.next}
        disabled={shown >= current}
        onClick={() => go(shiftPeriod(shown, 1))}
      >
        <ChevronRight size={20} aria-hidden="true" />
      </Button>
      <Button
        kind="round"
        aria-label={t.earnings.print}
        title={t.earnings.print}
        onClick={() => window.print()}
      >
        <Printer size={19} aria-hidden="true" />
      </Button>
    </div>
  )
}
