// What charts of a day share: power up and down, hours below, and the line of now.
import * as format from '../lib/format'
import { t } from '../lib/messages'
import styles from './dayAxes.module.css'

export type Scale = (value: number) => number

/** A step area ends at the right edge of its last quarter-hour, so there is one point more. */
export const points = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, offset) => from + offset)

interface PowerAxisProps {
  y: Scale
  step: number
  up: number
  down: number
  width: number
  left: number
  right: number
}

export function PowerAxis({ y, step, up, down, width, left, right }: PowerAxisProps) {
  const ticks: number[] = []
  for (let value = step; value <= up; value += step) ticks.push(value)
  for (let value = -step; value >= -down; value -= step) ticks.push(value)
  const named = ticks.findLast((tick) => tick > 0) ?? ticks[0]
  const narrow = left < 20
  return ticks.map((tick) => (
    <g key={tick}>
      <path d={`M${left} ${y(tick)}H${width - right}`} className={styles.gridline} />
      <text
        x={narrow ? width - right - 2 : left - 8}
        y={narrow ? y(tick) - 4 : y(tick) + 4}
        className={styles.tick}
        textAnchor="end"
      >
        {format.tick(Math.abs(tick))}
        {tick === named ? ' kW' : ''}
      </text>
    </g>
  ))
}

interface HourAxisProps {
  slots: readonly { start: string }[]
  timeZone: string
  x: Scale
  y: number
  narrow: boolean
}

export function HourAxis({ slots, timeZone, x, y, narrow }: HourAxisProps) {
  const every = narrow ? 6 : 3
  const marks = slots.flatMap((slot, index) => {
    const hour = format.hourOfDay(Date.parse(slot.start), timeZone)
    return hour % every === 0 ? [{ index, text: format.hourMark(hour) }] : []
  })
  return [...marks, { index: slots.length, text: format.hourMark(24) }].map(({ index, text }) => (
    <text
      key={`${index}`}
      x={x(index)}
      y={y}
      className={styles.tick}
      textAnchor={index === 0 ? 'start' : index === slots.length ? 'end' : 'middle'}
    >
      {text}
    </text>
  ))
}

interface NowLineProps {
  x: number
  width: number
  /** Of the pill. */
  top: number
  bottom: number
}

export function NowLine({ x, width, top, bottom }: NowLineProps) {
  const pill = Math.max(24, Math.min(width - 24, x))
  return (
    <g>
      <path d={`M${x} ${top + 18}V${bottom}`} className={styles.now} />
      <rect x={pill - 24} y={top} width="48" height="21" rx="10.5" className={styles.pill} />
      <text x={pill} y={top + 15} className={styles.pillText} textAnchor="middle">
        {t.home.nowLine}
      </text>
    </g>
  )
}
