import { type PointerEvent, useMemo, useState } from 'react'
import {
  type Layers,
  layersOf,
  MADE_KEYS,
  madeWh,
  sumLayers,
  USED_KEYS,
  usedWh,
} from '../../charts/dayLayers'
import { MIRROR_DAY_HEIGHT, MirrorDay } from '../../charts/MirrorDay'
import plot from '../../charts/plot.module.css'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import { type EnergyKind, Swatch } from '../../components/Swatch'
import type { Day, Home } from '../../lib/api'
import { useMarketNow } from '../../lib/clock'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useWidth } from '../../lib/size'
import { DayTable } from './DayTable'
import styles from './HomeDay.module.css'
import { layerName } from './layerName'

interface HomeDayProps {
  home: Home
  day: Day | null
  date: string
  today: string
}

/** A home's day: the mirror chart, whose legend reads out totals or the quarter-hour pointed at. */
export function HomeDay({ home, day, date, today }: HomeDayProps) {
  const [asTable, setAsTable] = useState(false)
  const note = date === today ? t.home.dayToday(home.batteryWh > 0) : t.home.dayPast(format.dayOfDate(date))
  return (
    <Card
      slot="first"
      title={t.home.day}
      note={note}
      aside={
        <Button onClick={() => setAsTable(!asTable)} disabled={!day}>
          {asTable ? t.village.picture : t.village.table}
        </Button>
      }
    >
      {!day && (
        <div className={styles.loading}>
          <Skeleton height={MIRROR_DAY_HEIGHT + 96} />
        </div>
      )}
      {day && asTable && <DayTable day={day} />}
      {day && !asTable && <DayChart day={day} isToday={date === today} />}
    </Card>
  )
}

function DayChart({ day, isToday }: { day: Day; isToday: boolean }) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [picked, setPicked] = useState<number | null>(null)
  const layers = useMemo(() => day.slots.map(layersOf), [day])
  const measured = layers.findLastIndex((one) => one !== null)
  const now = useMarketNow(1000)
  const first = Date.parse(day.slots[0]?.start ?? '')
  const nowAt = isToday && now ? (now.at - first) / (day.intervalMinutes * 60_000) : null
  const hasRoof = day.slots.some((slot) => slot.generationWh !== null)
  const left = width < 520 ? 4 : 46
  const right = width < 520 ? 4 : 10
  const slotAt = (event: PointerEvent<HTMLDivElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - left
    const slot = Math.floor((x / (width - left - right)) * day.slots.length)
    return Math.max(0, Math.min(day.slots.length - 1, slot))
  }
  return (
    <>
      <Readout day={day} layers={layers} picked={picked} hasRoof={hasRoof} />
      <div
        ref={ref}
        className={plot.plot}
        style={{ height: MIRROR_DAY_HEIGHT }}
        data-testid="day-chart"
        onPointerMove={(event) => setPicked(slotAt(event))}
        onPointerDown={(event) => setPicked(slotAt(event))}
        onPointerLeave={() => setPicked(null)}
      >
        {width > 0 && (
          <MirrorDay
            slots={day.slots}
            layers={layers}
            intervalMinutes={day.intervalMinutes}
            timeZone={day.timeZone}
            width={width}
            nowAt={nowAt !== null && nowAt >= 0 && nowAt <= day.slots.length ? nowAt : null}
            picked={picked}
            retailMicro={day.retailMicro}
            feedInMicro={day.feedInMicro}
            currency={day.currency}
            hasRoof={hasRoof}
          />
        )}
        <input
          type="range"
          className={plot.scrubber}
          min={0}
          max={day.slots.length - 1}
          step={1}
          value={picked ?? Math.max(0, measured)}
          onChange={(event) => setPicked(Number(event.target.value))}
          onFocus={(event) => event.target.matches(':focus-visible') && setPicked(Math.max(0, measured))}
          onBlur={() => setPicked(null)}
          aria-label={t.home.scrub}
          aria-valuetext={spoken(day, layers, picked ?? Math.max(0, measured))}
        />
      </div>
      {measured < 0 && <Empty>{t.home.dayEmpty}</Empty>}
    </>
  )
}

function spoken(day: Day, layers: readonly (Layers | null)[], index: number): string {
  const slot = day.slots[index]
  if (!slot) return ''
  const quarter = format.quarter(Date.parse(slot.start), day.intervalMinutes, day.timeZone)
  const one = layers[index]
  if (!one) return t.home.spokenNothing(quarter)
  const perHour = 60 / day.intervalMinutes
  const price = slot.priceMicro === null ? '' : format.price(slot.priceMicro, day.currency)
  return t.home.spoken(
    quarter,
    slot.generationWh !== null,
    format.powerKilo(madeWh(one) * perHour),
    format.powerKilo(usedWh(one) * perHour),
    price,
  )
}

const KIND: Record<keyof Layers, EnergyKind> = {
  toHome: 'solar',
  fromRoof: 'solar',
  toNeighbours: 'neighbours',
  fromNeighbours: 'neighbours',
  toGrid: 'grid',
  fromGrid: 'grid',
  unsettledOut: 'unsettled',
  unsettledIn: 'unsettled',
}

interface ReadoutProps {
  day: Day
  layers: readonly (Layers | null)[]
  picked: number | null
  hasRoof: boolean
}

/** Day totals in kWh, or the average power in kW of the quarter-hour pointed at. */
function Readout({ day, layers, picked, hasRoof }: ReadoutProps) {
  const total = useMemo(() => sumLayers(layers), [layers])
  const slot = picked === null ? null : day.slots[picked]
  const one = picked === null ? total : (layers[picked] ?? null)
  const perHour = 60 / day.intervalMinutes
  const figure = (value: number) =>
    picked === null ? format.energyFigure(value) : format.powerKiloFigure(value * perHour)
  const shown = (keys: readonly (keyof Layers)[]) =>
    keys.filter((key) => (KIND[key] === 'solar' ? hasRoof : KIND[key] !== 'unsettled' || total[key] > 0))
  const when = slot ? format.quarter(Date.parse(slot.start), day.intervalMinutes, day.timeZone) : ''
  const column = (title: string, keys: readonly (keyof Layers)[], sum: (one: Layers) => number) => (
    <div className={styles.column}>
      <p className={styles.head}>
        <span>
          {title} <span className={styles.when}>{when}</span>
        </span>
        <strong>{one ? format.join(figure(sum(one))) : format.MISSING}</strong>
      </p>
      <ul className={styles.keys}>
        {shown(keys).map((key) => (
          <li key={key}>
            <Swatch kind={KIND[key]} />
            <span className={styles.name}>{layerName(key)}</span>
            <b>{one ? figure(one[key]).value : format.MISSING}</b>
          </li>
        ))}
      </ul>
    </div>
  )
  return (
    <div className={styles.readout} data-testid="day-readout">
      {column(hasRoof ? t.home.made : t.home.sent, MADE_KEYS, madeWh)}
      {column(hasRoof ? t.home.used : t.home.drawn, USED_KEYS, usedWh)}
    </div>
  )
}
