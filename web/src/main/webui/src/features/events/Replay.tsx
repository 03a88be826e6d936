import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import type { Area, Home, MarketEvent } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './Events.module.css'
import { eventSentence } from './eventText'
import { bookAfter, type Level } from './replay'

interface ReplayProps {
  area: Area
  homes: readonly Home[]
  /** Of one interval, oldest first; null while they are not known. */
  events: readonly MarketEvent[] | null
  failed: boolean
  /** Whether older ones are missing. */
  cut: boolean
  step: number | null
  onStep: (step: number) => void
}

/** An interval's book as it stood after each event. */
export function Replay({ area, homes, events, failed, cut, step, onStep }: ReplayProps) {
  return (
    <Card title={t.events.replay} note={t.events.replayNote}>
      {!events && !failed && <Skeleton height={280} />}
      {!events && failed && <Empty>{t.failure.detail}</Empty>}
      {events?.length === 0 && <Empty>{t.events.replayNone}</Empty>}
      {cut && (
        <p className={styles.soft} role="status">
          {t.events.replayCut}
        </p>
      )}
      {events && events.length > 0 && (
        <Steps area={area} homes={homes} events={events} step={step ?? events.length} onStep={onStep} />
      )}
    </Card>
  )
}

interface StepsProps extends Omit<ReplayProps, 'events' | 'failed' | 'cut' | 'step'> {
  events: readonly MarketEvent[]
  step: number
}

function Steps({ area, homes, events, step, onStep }: StepsProps) {
  const last = events.length
  const now = Math.min(last, Math.max(1, step))
  const event = events[now - 1]
  const said = event ? eventSentence(event, area, homes) : ''
  const book = bookAfter(events, now)
  const most = Math.max(
    1,
    ...book.selling.map((one) => one.energyWh),
    ...book.buying.map((one) => one.energyWh),
  )
  const go = (to: number, text: string) => (
    <Button onClick={() => onStep(to)} disabled={to === now || to < 1 || to > last}>
      {text}
    </Button>
  )
  return (
    <div className={styles.replay}>
      <div className={styles.control}>
        <p className={styles.said} data-testid="replay-event">
          <b>{t.events.step(format.count(now), format.count(last))}</b> {said}
        </p>
        <input
          className={styles.slider}
          type="range"
          min={1}
          max={last}
          value={now}
          disabled={last === 1}
          aria-label={t.events.slider}
          aria-valuetext={`${t.events.step(format.count(now), format.count(last))}. ${said}`}
          onChange={(change) => onStep(change.target.valueAsNumber)}
        />
        <div className={styles.steps}>
          {go(1, t.events.first)}
          {go(now - 1, t.events.back)}
          {go(now + 1, t.events.next)}
          {go(last, t.events.last)}
        </div>
        <p className={styles.soft}>{t.events.traded(format.energyTraded(book.tradedWh))}</p>
      </div>
      <table className={`${table.table} ${styles.book}`} data-testid="replay-book">
        <caption className="visually-hidden">{t.events.replay}</caption>
        <thead>
          <tr>
            <th scope="col">{t.events.price(format.minorUnit(area.currency))}</th>
            <th scope="col" className={table.num}>
              {t.events.orders}
            </th>
            <th scope="col" className={table.num}>
              {t.events.energy}
            </th>
          </tr>
        </thead>
        <Side text={t.events.sellers} levels={book.selling} most={most} changed={event?.priceMicro ?? null} />
        <Side text={t.events.buyers} levels={book.buying} most={most} changed={event?.priceMicro ?? null} />
      </table>
    </div>
  )
}

interface SideProps {
  text: string
  levels: readonly Level[]
  most: number
  /** Price of the event, whose level is marked. */
  changed: number | null
}

function Side({ text, levels, most, changed }: SideProps) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={3} className={styles.side}>
          {text}
        </th>
      </tr>
      {levels.length === 0 && (
        <tr>
          <td colSpan={3} className={table.soft}>
            {t.events.emptyBook}
          </td>
        </tr>
      )}
      {levels.map((level) => (
        <tr key={level.priceMicro} data-changed={level.priceMicro === changed || undefined}>
          <td>{format.priceValue(level.priceMicro)}</td>
          <td className={table.num}>{format.count(level.orders)}</td>
          <td className={`${table.num} ${styles.bar}`}>
            <span style={{ width: `${(100 * level.energyWh) / most}%` }} aria-hidden="true" />
            {format.energyFine(level.energyWh)}
          </td>
        </tr>
      ))}
    </tbody>
  )
}
