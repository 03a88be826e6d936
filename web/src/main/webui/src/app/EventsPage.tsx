import { useMemo } from 'react'
import { Card } from '../components/Card'
import { Empty } from '../components/Notice'
import { EventList } from '../features/events/EventList'
import { eventKey } from '../features/events/eventText'
import { Replay } from '../features/events/Replay'
import { Search, type Wanted } from '../features/events/Search'
import { type Area, api, type MarketEvent } from '../lib/api'
import { useMarketNow } from '../lib/clock'
import * as format from '../lib/format'
import { t } from '../lib/messages'
import { useResource } from '../lib/resource'
import { navigate } from '../lib/router'
import type { Site } from './App'
import { DeskDoor } from './DeskDoor'
import styles from './Page.module.css'
import { PageHead } from './PageHead'

const REFRESH_MILLIS = 5_000
const MOST = 500
const MOST_TO_REPLAY = 5_000

interface EventsPageProps {
  site: Site
  /** Of the address: what is looked for, the marked event and the step of the replay. */
  search: URLSearchParams
}

/** What the market did, and any quarter hour's book step by step. */
export default function EventsPage({ site, search }: EventsPageProps) {
  const clock = useMarketNow(60_000)
  const { area } = site
  const today = clock ? format.isoDate(clock.at, area.timeZone) : null
  const date = search.get('date') ?? today
  return (
    <DeskDoor site={site} roles={['OPERATOR']} next="/events">
      {date ? (
        <Found site={site} search={search} date={date} />
      ) : (
        <PageHead area={area} sentence={t.events.waiting} />
      )}
    </DeskDoor>
  )
}

function Found({ site: { area, areas, homes }, search, date }: EventsPageProps & { date: string }) {
  const wanted: Wanted = {
    date,
    interval: search.get('interval') ?? '',
    participantId: search.get('who') ?? '',
    kind: search.get('kind') ?? '',
  }
  const starts = useMemo(() => format.quartersOf(date, area.intervalMinutes, area.timeZone), [date, area])
  const span = spanOf(area, wanted, starts)
  const { data, error } = useResource(
    `events ${area.id} ${span.from} ${span.to} ${wanted.participantId} ${wanted.kind}`,
    () =>
      api.marketEvents(
        area.id,
        {
          ...span,
          participantId: wanted.participantId || undefined,
          kind: wanted.kind || undefined,
        },
        MOST,
      ),
    REFRESH_MILLIS,
  )
  const whole = useResource(
    wanted.interval ? `replay ${area.id} ${wanted.interval}` : null,
    () => api.marketEvents(area.id, span, MOST_TO_REPLAY),
    REFRESH_MILLIS,
  )
  const go = (more: Partial<Wanted> & { step?: number; event?: string }) =>
    navigate(addressOf({ ...wanted, ...more }))
  const step = Number(search.get('step'))
  const hrefOf = (event: MarketEvent) =>
    addressOf({ ...wanted, interval: event.interval, event: eventKey(event) })
  const shown = wanted.interval
    ? format.quarter(Date.parse(wanted.interval), area.intervalMinutes, area.timeZone)
    : format.dayOfDate(date)
  return (
    <>
      <PageHead area={area} areas={areas} sentence={t.events.sentence(shown)} />
      <div className={styles.stack}>
        <Search area={area} homes={homes} wanted={wanted} starts={starts} onChange={go} />
        {wanted.interval ? (
          <Replay
            area={area}
            homes={homes}
            events={whole.data?.toReversed() ?? null}
            failed={whole.error !== null}
            cut={(whole.data?.length ?? 0) >= MOST_TO_REPLAY}
            step={step > 0 ? step : null}
            onStep={(to) => go({ step: to })}
          />
        ) : (
          <Card title={t.events.replay}>
            <Empty>{t.events.replayChoose}</Empty>
          </Card>
        )}
        <EventList
          area={area}
          homes={homes}
          events={data}
          failed={error !== null}
          most={MOST}
          marked={search.get('event')}
          hrefOf={hrefOf}
        />
      </div>
    </>
  )
}

function spanOf(area: Area, wanted: Wanted, starts: readonly string[]): { from: string; to: string } {
  const [first = '', last = first] = wanted.interval
    ? [wanted.interval]
    : [starts[0] ?? '', starts.at(-1) ?? '']
  const end = new Date(Date.parse(last) + area.intervalMinutes * 60_000)
  return { from: first, to: end.toISOString().replace('.000Z', 'Z') }
}

function addressOf({
  date,
  interval,
  participantId,
  kind,
  step,
  event,
}: Wanted & { step?: number; event?: string }): string {
  const query = new URLSearchParams({ date })
  if (interval) query.set('interval', interval)
  if (participantId) query.set('who', participantId)
  if (kind) query.set('kind', kind)
  if (step) query.set('step', String(step))
  if (event) query.set('event', event)
  return `/events?${query}`
}
