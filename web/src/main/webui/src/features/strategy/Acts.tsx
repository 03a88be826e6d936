import { useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import { type Area, api, type Home, type StrategyAct } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './Strategy.module.css'
import { actText, byQuarter, outcomeText } from './why'

const REFRESH_MILLIS = 4_000
const MOST = 100
const SHOWN = 6

interface ActsProps {
  area: Area
  home: Home
  mayChange: boolean
}

/** What was done for the home and why, by quarter hour; those to come can be left alone. */
export function Acts({ area, home, mayChange }: ActsProps) {
  const point = home.meteringPointId
  const [all, setAll] = useState(false)
  const [failed, setFailed] = useState(false)
  const acts = useResource(`acts ${point}`, () => api.strategyActs(point, MOST), REFRESH_MILLIS)
  const holds = useResource(`holds ${point}`, () => api.strategyHolds(point), REFRESH_MILLIS)
  const quarters = byQuarter(acts.data ?? [])
  const hold = (interval: string, held: boolean) => {
    setFailed(false)
    const sent = held ? api.holdStrategy(point, interval) : api.releaseStrategy(point, interval)
    sent.then(
      () => {
        holds.reload()
        acts.reload()
      },
      () => setFailed(true),
    )
  }
  return (
    <Card slot="last" title={t.strategy.acts} note={t.strategy.actsNote}>
      {failed && (
        <p className={styles.failure} role="alert">
          {t.strategy.notDone}
        </p>
      )}
      {!acts.data && !acts.error && <Skeleton height={240} />}
      {!acts.data && acts.error && <Empty>{t.strategy.actsFailed}</Empty>}
      {acts.data && quarters.length === 0 && <Empty>{t.strategy.actsEmpty}</Empty>}
      <ul className={styles.quarters} data-testid="acts">
        {(all ? quarters : quarters.slice(0, SHOWN)).map((quarter) => (
          <Quarter
            key={quarter.interval}
            {...quarter}
            area={area}
            held={holds.data?.intervals.includes(quarter.interval) ?? false}
            onHold={mayChange ? hold : undefined}
          />
        ))}
      </ul>
      {quarters.length > SHOWN && (
        <Button className={table.more} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t.settlements.fewer : t.settlements.all}
        </Button>
      )}
    </Card>
  )
}

interface QuarterProps {
  interval: string
  acts: StrategyAct[]
  area: Area
  held: boolean
  onHold: ((interval: string, held: boolean) => void) | undefined
}

function Quarter({ interval, acts, area, held, onHold }: QuarterProps) {
  const span = format.quarter(Date.parse(interval), area.intervalMinutes, area.timeZone)
  const outcome = [...new Set(acts.map(outcomeText))].filter(Boolean).join(', ')
  const open = acts[0]?.canUndo ?? false
  return (
    <li>
      <div className={styles.quarterHead}>
        <h3 className={styles.span}>{span}</h3>
        {outcome && <span className={styles.outcome}>{outcome}</span>}
        {open && onHold && (
          <Button
            className={styles.hold}
            onClick={() => onHold(interval, !held)}
            aria-label={held ? t.strategy.releaseAt(span) : t.strategy.holdAt(span)}
          >
            {held ? t.strategy.release : t.strategy.hold}
          </Button>
        )}
      </div>
      <ul className={styles.lines}>
        {acts.map((act) => {
          const { what, why } = actText(act, area)
          return (
            <li key={act.id}>
              <time className={styles.time} dateTime={act.at}>
                {format.time(Date.parse(act.at), area.timeZone)}
              </time>
              <span>
                {what} <span className={styles.why}>{why}</span>
              </span>
            </li>
          )
        })}
      </ul>
    </li>
  )
}
