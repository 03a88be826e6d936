import { useEffect, useState } from 'react'
import { Button } from '../components/Button'
import { type Kpi, Kpis } from '../components/Kpis'
import { Notice } from '../components/Notice'
import { Votes } from '../features/account/Votes'
import { VotingKey } from '../features/account/VotingKey'
import { Certificates, usedOf } from '../features/earnings/Certificates'
import { sharedWh } from '../features/earnings/Spans'
import { UsedUp } from '../features/earnings/UsedUp'
import { api, type Certificates as Found, type Governance, type Session } from '../lib/api'
import { useMarketNow } from '../lib/clock'
import * as format from '../lib/format'
import { t } from '../lib/messages'
import { useResource } from '../lib/resource'
import { navigate } from '../lib/router'
import { useSession } from '../lib/session'
import { communityWords } from '../lib/words/community'
import type { Site } from './App'
import styles from './Page.module.css'
import { PageHead } from './PageHead'
import { useLostSince } from './stale'

const REFRESH_MILLIS = 30_000
/** While something is on its way to the chain. */
const SOON_MILLIS = 4_000
const SPAN_MILLIS = 6 * 3_600_000
const HOUR_MILLIS = 3_600_000

/** What the community votes on, and the certificates of what a home bought in it. */
export default function CommunityPage({ site, homeId }: { site: Site; homeId: string | null }) {
  const { area } = site
  const session = useSession()
  const homes = session?.homes ?? []
  const home = homes.find((one) => one.participantId === Number(homeId)) ?? homes[0] ?? null
  const lostSince = useLostSince(area.timeZone)
  const governance = useResource('governance', api.governance, REFRESH_MILLIS)
  const [waits, setWaits] = useState(false)
  const id = home?.participantId ?? 0
  const voting = useResource(
    home ? `voting ${id}` : null,
    () => api.voting(id),
    waits ? SOON_MILLIS : REFRESH_MILLIS,
  )
  const key = voting.data
  useEffect(() => setWaits(key?.address != null && !key.member && !key.refusal), [key])
  const certified = useCertificates(home, area.timeZone)
  const { found } = certified
  const again = () => {
    governance.reload()
    voting.reload()
    certified.reload()
  }
  const error = governance.error ?? voting.error ?? certified.error
  return (
    <>
      <PageHead area={area} sentence={sentence(governance.data, found, home)}>
        {homes.length > 1 && home && <HomeChooser homes={homes} id={id} />}
      </PageHead>
      {error && (
        <div className={styles.notice}>
          <Notice title={communityWords().failed} act={<Button onClick={again}>{t.failure.retry}</Button>}>
            {governance.data ? t.failure.stale : communityWords().failedDetail}
          </Notice>
        </div>
      )}
      {!error && lostSince !== null && (
        <div className={styles.notice}>
          <Notice title={t.fresh.since(lostSince)}>{t.failure.stale}</Notice>
        </div>
      )}
      {home && <Figures id={id} timeZone={area.timeZone} found={found} governance={governance.data} />}
      <div className={home ? `${styles.even} ${styles.top}` : styles.full}>
        <div className={styles.stack}>
          <Votes
            area={area}
            governance={governance.data}
            failed={governance.error !== null}
            voting={voting.data}
            reload={again}
          />
          {home && (
            <VotingKey
              home={home}
              voting={voting.data}
              failed={voting.error !== null}
              reload={voting.reload}
            />
          )}
        </div>
        {home && (
          <div className={styles.stack}>
            <Certificates
              area={area}
              participantId={id}
              found={found}
              failed={certified.error !== null}
              reload={certified.reload}
              span={certified.span}
            />
            <UsedUp area={area} retirements={found?.retirements ?? null} failed={certified.error !== null} />
          </div>
        )}
      </div>
    </>
  )
}

function sentence(
  governance: Governance | null,
  found: Found | null,
  home: Session['homes'][number] | null,
): string {
  const words = communityWords().sentence
  if (!governance) return words.waiting
  const open = openOf(governance)
  if (open > 0) return words.votes(open)
  const usable = usableOf(found)
  return home && usable > 0 ? words.usable(format.energyExact(usable), home.name) : words.quiet
}

const openOf = (governance: Governance): number =>
  governance.proposals.filter((one) => one.state === 'ACTIVE').length

const usableOf = (found: Found | null): number =>
  (found?.certificates ?? []).reduce((sum, one) => sum + one.usableWh, 0)

/** Six hours of certificates, the newest at first, and the ways to others. */
function useCertificates(home: Session['homes'][number] | null, timeZone: string) {
  const clock = useMarketNow(60_000)
  const [back, setBack] = useState(0)
  const hour = clock ? Math.ceil(clock.at / HOUR_MILLIS) * HOUR_MILLIS : null
  const [newest, setNewest] = useState<number | null>(null)
  // The hours that are shown stay while somebody reads them.
  if (newest === null && hour !== null) setNewest(hour)
  const to = newest === null ? null : newest - back * SPAN_MILLIS
  const from = to === null ? null : to - SPAN_MILLIS
  const [soon, setSoon] = useState(false)
  const { data, error, reload } = useResource(
    home && from !== null ? `certificates ${home.participantId} ${from}` : null,
    () => api.certificates(home?.participantId ?? 0, new Date(from ?? 0).toISOString()),
    soon ? SOON_MILLIS : REFRESH_MILLIS,
  )
  useEffect(() => setSoon(data?.retirements.some((one) => one.state === 'REQUESTED') ?? false), [data])
  const found = data && {
    ...data,
    certificates: data.certificates.filter((one) => Date.parse(one.interval) < (to ?? 0)),
  }
  const title =
    from === null || to === null
      ? format.MISSING
      : `${format.day(from, timeZone)}, ${format.quarter(from, SPAN_MILLIS / 60_000, timeZone)}`
  const newer = hour !== null && newest !== null && hour > newest
  const later = () => {
    if (back <= 1) setNewest(hour)
    setBack(Math.max(0, back - 1))
  }
  return {
    found,
    error,
    reload,
    span: { title, earlier: () => setBack(back + 1), later: back > 0 || newer ? later : null },
  }
}

interface FiguresProps {
  id: number
  timeZone: string
  found: Found | null
  governance: Governance | null
}

function Figures({ id, timeZone, found, governance }: FiguresProps) {
  const words = communityWords().kpis
  const clock = useMarketNow(60_000)
  const month = clock ? format.isoDate(clock.at, timeZone).slice(0, 7) : null
  const earnings = useResource(
    month ? `earnings ${id} ${month}` : null,
    () => api.earnings(id, month ?? ''),
    REFRESH_MILLIS,
  )
  const bought = earnings.data ? sharedWh(earnings.data.whole, 'BOUGHT') : null
  const name = month ? format.monthName(month) : format.MISSING
  const items: Kpi[] = [
    {
      id: 'usable',
      label: words.usable,
      figure: format.energyExactFigure(found ? usableOf(found) : null),
      note: words.usableNote,
    },
    {
      id: 'certified',
      label: words.bought(name),
      figure: format.energyExactFigure(bought),
      note: words.boughtNote,
    },
    {
      id: 'used',
      label: words.used(name),
      figure: format.energyExactFigure(found && month ? usedOf(found.retirements, month, timeZone) : null),
      note: words.usedNote,
    },
    {
      id: 'votes',
      label: words.open,
      figure: { value: format.count(governance ? openOf(governance) : null), unit: '' },
      note: words.openNote(governance?.proposals.length ?? 0),
    },
  ]
  return <Kpis label={words.label} items={items} wash="neighbours" />
}

function HomeChooser({ homes, id }: { homes: Session['homes']; id: number }) {
  return (
    <select
      className={styles.select}
      aria-label={t.home.choose}
      value={id}
      onChange={(event) => navigate(`/community?home=${event.target.value}`)}
    >
      {homes.map((home) => (
        <option key={home.participantId} value={home.participantId}>
          {home.name}
        </option>
      ))}
    </select>
  )
}
