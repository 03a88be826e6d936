import { type PointerEvent, useMemo, useState } from 'react'
import { CONNECTION_DAY_HEIGHT, ConnectionDay } from '../../charts/ConnectionDay'
import { most, wholeDay } from '../../charts/connectionDay'
import plot from '../../charts/plot.module.css'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Skeleton } from '../../components/Skeleton'
import { type Area, type AreaFlow, api, type BalancingStatus } from '../../lib/api'
import { useMarketNow } from '../../lib/clock'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { useWidth } from '../../lib/size'
import styles from './Connection.module.css'
import { ConnectionTable } from './ConnectionTable'
import { Grid } from './Grid'

const REFRESH_MILLIS = 4_000

/** What the street draws through its connection, and how the plan keeps it within the limit. */
export function Connection({ area, balancing }: { area: Area; balancing: BalancingStatus }) {
  const [asTable, setAsTable] = useState(false)
  const now = useMarketNow(1000)
  const date = now ? format.isoDate(now.at, area.timeZone) : null
  const flows = useResource(
    date ? `flows ${area.id} ${date}` : null,
    () => api.flows(area.id, date ?? ''),
    REFRESH_MILLIS,
  )
  const plan = useResource(
    balancing.planVersion === null ? null : `plan ${area.id}`,
    () => api.plan(area.id),
    REFRESH_MILLIS,
  )
  const day = useMemo(
    () => (date && flows.data ? dayOf(area, date, flows.data.flows) : null),
    [area, date, flows.data],
  )
  const state = balancing.state === 'BALANCED' ? null : t.connection.states[balancing.state]
  const sentences = balancing.state === 'BALANCED' ? (plan.data?.explanation ?? []) : []
  return (
    <Card
      slot="last"
      title={t.connection.title}
      note={state ?? sentences[0] ?? note(balancing)}
      aside={
        <Button onClick={() => setAsTable(!asTable)} disabled={!day}>
          {asTable ? t.village.picture : t.village.table}
        </Button>
      }
    >
      {!day && (
        <div className={styles.loading}>
          <Skeleton height={CONNECTION_DAY_HEIGHT + 84} />
        </div>
      )}
      {day && asTable && <ConnectionTable area={area} flows={day} />}
      {day && !asTable && <Chart area={area} day={day} nowMillis={now?.at ?? null} />}
      {sentences.length > 1 && (
        <details className={styles.why}>
          <summary>
            {t.connection.why}
            {plan.data && (
              <span className={styles.age}>
                {t.connection.planAge(format.time(Date.parse(plan.data.madeAt), area.timeZone))}
              </span>
            )}
          </summary>
          <ul>
            {sentences.slice(1).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
      {plan.data?.grid && <Grid area={area} grid={plan.data.grid} />}
    </Card>
  )
}

function note({ importLimitW, highestW }: BalancingStatus): string {
  if (importLimitW === null) return ''
  const limit = format.powerKilo(importLimitW)
  return highestW !== null && highestW > 0
    ? t.connection.note(limit, format.powerKilo(highestW))
    : t.connection.noteBefore(limit)
}

/** The quarter-hours of a local day; 92 or 100 where clocks change. */
function dayOf(area: Area, date: string, flows: readonly AreaFlow[]): AreaFlow[] {
  const first = midnight(date, area.timeZone)
  const next = midnight(format.shiftDate(date, 1), area.timeZone)
  const slots = Math.round((next - first) / (area.intervalMinutes * 60_000))
  return wholeDay(flows, first, slots, area.intervalMinutes)
}

function midnight(date: string, timeZone: string): number {
  const guess = Date.parse(`${date}T00:00:00Z`)
  const hour = format.hourOfDay(guess, timeZone)
  const offset = format.isoDate(guess, timeZone) === date ? hour : hour - 24
  return guess - offset * 3_600_000
}

interface ChartProps {
  area: Area
  day: readonly AreaFlow[]
  nowMillis: number | null
}

function Chart({ area, day, nowMillis }: ChartProps) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [picked, setPicked] = useState<number | null>(null)
  const length = area.intervalMinutes * 60_000
  const first = Date.parse(day[0]?.start ?? '')
  const nowAt = nowMillis === null ? null : (nowMillis - first) / length
  const usual = Math.max(0, Math.min(day.length - 1, Math.floor(nowAt ?? 0)))
  const left = width < 520 ? 4 : 46
  const right = width < 520 ? 4 : 10
  const slotAt = (event: PointerEvent<HTMLDivElement>) => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left - left
    const slot = Math.floor((at / (width - left - right)) * day.length)
    return Math.max(0, Math.min(day.length - 1, slot))
  }
  return (
    <>
      <Readout area={area} day={day} picked={picked} />
      <div
        ref={ref}
        className={plot.plot}
        style={{ height: CONNECTION_DAY_HEIGHT }}
        data-testid="connection-chart"
        onPointerMove={(event) => setPicked(slotAt(event))}
        onPointerDown={(event) => setPicked(slotAt(event))}
        onPointerLeave={() => setPicked(null)}
      >
        {width > 0 && (
          <ConnectionDay
            flows={day}
            timeZone={area.timeZone}
            width={width}
            nowAt={nowAt !== null && nowAt >= 0 && nowAt <= day.length ? nowAt : null}
            picked={picked}
          />
        )}
        <input
          type="range"
          className={plot.scrubber}
          min={0}
          max={day.length - 1}
          step={1}
          value={picked ?? usual}
          onChange={(event) => setPicked(Number(event.target.value))}
          onFocus={(event) => event.target.matches(':focus-visible') && setPicked(usual)}
          onBlur={() => setPicked(null)}
          aria-label={t.connection.scrub}
          aria-valuetext={spoken(area, day[picked ?? usual])}
        />
      </div>
    </>
  )
}

const KEYS = [
  ['measuredW', 'measured'],
  ['plannedW', 'planned'],
  ['uncoordinatedW', 'uncoordinated'],
  ['importLimitW', 'limit'],
] as const

/** Direction in words: the figures have no sign. */
function inWords(watts: number): string {
  const power = format.powerKilo(watts)
  return watts < 0 ? t.connection.givesWord(power) : t.connection.drawsWord(power)
}

function spoken(area: Area, flow: AreaFlow | undefined): string {
  if (!flow) return ''
  const quarter = format.quarter(Date.parse(flow.start), area.intervalMinutes, area.timeZone)
  const parts = KEYS.flatMap(([key, name]) => {
    const watts = flow[key]
    return watts === null ? [] : [t.connection.spokenPart(t.connection[name], inWords(watts))]
  })
  return parts.length === 0 ? t.home.spokenNothing(quarter) : t.connection.spoken(quarter, parts.join(', '))
}

interface ReadoutProps {
  area: Area
  day: readonly AreaFlow[]
  picked: number | null
}

/** The most drawn in a quarter-hour of the day, or the quarter-hour pointed at. */
function Readout({ area, day, picked }: ReadoutProps) {
  const flow = picked === null ? null : day[picked]
  const when = flow
    ? format.quarter(Date.parse(flow.start), area.intervalMinutes, area.timeZone)
    : t.connection.mostToday
  return (
    <div className={styles.readout} data-testid="connection-readout">
      <p className={styles.when}>{when}</p>
      <ul className={styles.keys}>
        {KEYS.map(([key, name]) => {
          const watts = flow ? flow[key] : most(day, key)
          const gives = flow !== null && flow !== undefined && watts !== null && watts < 0
          return (
            <li key={key}>
              <span className={styles.mark} data-kind={key} aria-hidden="true" />
              <span className={styles.name}>{t.connection[name]}</span>
              <b>
                {watts === null
                  ? format.MISSING
                  : gives
                    ? t.connection.givesWord(format.powerKilo(watts))
                    : format.powerKilo(picked === null ? Math.max(0, watts) : watts)}
              </b>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
