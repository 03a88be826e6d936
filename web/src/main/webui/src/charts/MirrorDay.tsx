import { area as areaShape, curveStepAfter } from 'd3-shape'
import type { Slot } from '../lib/api'
import * as format from '../lib/format'
import { t } from '../lib/messages'
import { HourAxis, NowLine, PowerAxis, points, type Scale } from './dayAxes'
import axes from './dayAxes.module.css'
import {
  axisTop,
  type Layers,
  MADE_KEYS,
  type MadeKey,
  madeWh,
  runs,
  USED_KEYS,
  type UsedKey,
  usedWh,
} from './dayLayers'
import { linear } from './linear'
import styles from './MirrorDay.module.css'

interface MirrorDayProps {
  slots: readonly Slot[]
  layers: readonly (Layers | null)[]
  intervalMinutes: number
  timeZone: string
  width: number
  /** Market time as a slot position, for example 53.4; null when the day is not today. */
  nowAt: number | null
  picked: number | null
  retailMicro: number
  feedInMicro: number
  currency: string
  hasRoof: boolean
}

const FILL: Record<MadeKey | UsedKey, string> = {
  toHome: 'var(--solar)',
  fromRoof: 'var(--solar)',
  toNeighbours: 'var(--neigh)',
  fromNeighbours: 'var(--neigh)',
  toGrid: 'url(#hatch-grid)',
  fromGrid: 'url(#hatch-grid)',
  unsettledOut: 'url(#hatch-unsettled)',
  unsettledIn: 'url(#hatch-unsettled)',
}

const TOP = 30
const MIRROR_H = 268
const PRICE_TOP = TOP + MIRROR_H + 62
const PRICE_H = 74
const AXIS_Y = PRICE_TOP + PRICE_H + 38

export const MIRROR_DAY_HEIGHT = AXIS_Y + 8

/** Made above the line, used below it, and the price with neighbours under both, on one time axis. */
export function MirrorDay(props: MirrorDayProps) {
  const { slots, layers, width, picked, nowAt } = props
  const left = width < 520 ? 4 : 46
  const right = width < 520 ? 4 : 10
  const x = linear([0, slots.length], [left, width - right])
  const perHour = 60 / props.intervalMinutes
  const kw = (wattHours: number) => (wattHours * perHour) / 1000
  const known = layers.filter((one) => one !== null)
  const most = {
    made: Math.max(0, ...known.map((one) => kw(madeWh(one)))),
    used: Math.max(0, ...known.map((one) => kw(usedWh(one)))),
  }
  const { step } = axisTop(Math.max(most.made, most.used))
  const [up, down] = [extent(most.made, step), extent(most.used, step)]
  const y = linear([up, -down], [TOP, TOP + MIRROR_H])
  const stack = (keys: readonly (MadeKey | UsedKey)[], sign: 1 | -1) =>
    keys.flatMap((key, index) => {
      const below = keys.slice(0, index)
      const base = (one: Layers) => below.reduce((sum, other) => sum + kw(one[other]), 0)
      return runs(layers, (one) => one !== null && one[key] > 0).map(([from, to]) => {
        const draw = areaShape<number>()
          .x((slot) => x(slot))
          .y0((slot) => y(sign * base(at(layers, slot, to))))
          .y1((slot) => y(sign * (base(at(layers, slot, to)) + kw(at(layers, slot, to)[key]))))
          .curve(curveStepAfter)
        return (
          <path
            key={`${key} ${from}`}
            d={draw(points(from, to)) ?? ''}
            fill={FILL[key]}
            className={styles.layer}
          />
        )
      })
    })
  return (
    <svg className={axes.chart} width={width} height={MIRROR_DAY_HEIGHT} aria-hidden="true">
      <PowerAxis y={y} step={step} up={up} down={down} width={width} left={left} right={right} />
      {stack(MADE_KEYS, 1)}
      {stack(USED_KEYS, -1)}
      <path d={`M${left} ${y(0)}H${width - right}`} className={axes.zero} />
      <text x={left + 3} y={TOP - 12} className={axes.side}>
        {props.hasRoof ? t.home.made : t.home.sent}
      </text>
      <text x={left + 3} y={TOP + MIRROR_H + 18} className={axes.side}>
        {props.hasRoof ? t.home.used : t.home.drawn}
      </text>
      <PriceStrip {...props} x={x} left={left} right={right} />
      <HourAxis slots={slots} timeZone={props.timeZone} x={x} y={AXIS_Y} narrow={width < 520} />
      {nowAt !== null && <NowLine x={x(nowAt)} width={width} top={TOP - 30} bottom={PRICE_TOP + PRICE_H} />}
      {picked !== null && (
        <rect
          x={x(picked)}
          y={TOP - 6}
          width={x(1) - x(0)}
          height={PRICE_TOP + PRICE_H - TOP + 6}
          className={axes.picked}
        />
      )}
    </svg>
  )
}

/** A step area ends at the right edge of its last quarter-hour, so the last value is drawn twice. */
function at(layers: readonly (Layers | null)[], slot: number, end: number): Layers {
  return layers[slot === end ? end - 1 : slot] as Layers
}

function extent(most: number, step: number): number {
  return most < step * 0.3 ? step * 0.45 : Math.max(step * 0.6, most * 1.06)
}

interface StripProps extends MirrorDayProps {
  x: Scale
  left: number
  right: number
}

function PriceStrip({
  slots,
  x,
  left,
  right,
  width,
  retailMicro,
  feedInMicro,
  currency,
  picked,
}: StripProps) {
  const known = slots.filter((slot) => slot.priceMicro !== null).map((slot) => slot.priceMicro as number)
  const [low, high] = [Math.min(feedInMicro, ...known), Math.max(retailMicro, ...known)]
  const pad = (high - low || 10_000) * 0.06
  const y = linear([low - pad, high + pad], [PRICE_TOP + PRICE_H, PRICE_TOP])
  const lines = runs(slots, (slot) => slot.priceMicro !== null)
  const price = (slot: number, end: number) => slots[slot === end ? end - 1 : slot]?.priceMicro ?? 0
  const shown = picked === null ? null : slots[picked]?.priceMicro
  return (
    <g>
      <text x={left + 3} y={PRICE_TOP - 12} className={axes.side}>
        {t.home.marketPrice}
        <tspan className={styles.strong}> {shown == null ? '' : format.price(shown, currency)}</tspan>
      </text>
      <text x={width - right} y={y(retailMicro) - 5} className={styles.reference} textAnchor="end">
        {t.home.gridCharges(format.price(retailMicro, currency))}
      </text>
      <text x={width - right} y={y(feedInMicro) + 15} className={styles.reference} textAnchor="end">
        {t.home.gridPays(format.price(feedInMicro, currency))}
      </text>
      {lines.map(([from, to]) => {
        const fill = areaShape<number>()
          .x((slot) => x(slot))
          .y0(y(feedInMicro))
          .y1((slot) => y(price(slot, to)))
          .curve(curveStepAfter)
        const line = fill.lineY1()
        return (
          <g key={from}>
            <path d={fill(points(from, to)) ?? ''} className={styles.priceFill} />
            <path d={line(points(from, to)) ?? ''} className={styles.priceLine} />
          </g>
        )
      })}
      {[retailMicro, feedInMicro].map((reference) => (
        <path key={reference} d={`M${left} ${y(reference)}H${width - right}`} className={styles.dotted} />
      ))}
    </g>
  )
}
