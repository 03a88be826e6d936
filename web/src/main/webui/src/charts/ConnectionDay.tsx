import { scaleLinear } from 'd3-scale'
import { area as areaShape, curveStepAfter } from 'd3-shape'
import type { AreaFlow } from '../lib/api'
import * as format from '../lib/format'
import { t } from '../lib/messages'
import styles from './ConnectionDay.module.css'
import { bounds, type FlowKey, shownW } from './connectionDay'
import { axisTop, runs } from './dayLayers'

interface ConnectionDayProps {
  /** Every quarter-hour of the day. */
  flows: readonly AreaFlow[]
  timeZone: string
  width: number
  /** Market time as a slot position. */
  nowAt: number | null
  picked: number | null
}

const TOP = 34
const PLOT_H = 204
const AXIS_Y = TOP + PLOT_H + 26

export const CONNECTION_DAY_HEIGHT = AXIS_Y + 6

/** What the street draws and gives: metered, planned, what it would be without, and the limit. */
export function ConnectionDay({ flows, timeZone, width, nowAt, picked }: ConnectionDayProps) {
  const narrow = width < 520
  const left = narrow ? 4 : 46
  const right = narrow ? 4 : 10
  const x = scaleLinear([0, flows.length], [left, width - right])
  const { up, down } = bounds(flows)
  const { step } = axisTop((Math.max(up, down) * 0.7) / 1000)
  const room = (watts: number) => (watts === 0 ? step * 0.12 : (watts / 1000) * 1.08)
  const y = scaleLinear([room(up), -room(down)], [TOP, TOP + PLOT_H])
  const kw = (watts: number) => y(watts / 1000)
  const fill = (value: (flow: AreaFlow) => number | null, className: string | undefined) =>
    runs(flows, (flow) => value(flow) !== null).map(([from, to]) => {
      const draw = areaShape<number>()
        .x((slot) => x(slot))
        .y0(y(0))
        .y1((slot) => kw(value(flows[slot === to ? to - 1 : slot] as AreaFlow) ?? 0))
        .curve(curveStepAfter)
      return <path key={from} d={draw(points(from, to)) ?? ''} className={className} />
    })
  const line = (key: FlowKey, className: string | undefined, sign = 1) =>
    runs(flows, (flow) => flow[key] !== null).map(([from, to]) => {
      const draw = areaShape<number>()
        .x((slot) => x(slot))
        .y1((slot) => kw(sign * (flows[slot === to ? to - 1 : slot]?.[key] ?? 0)))
        .y0(0)
        .curve(curveStepAfter)
        .lineY1()
      return <path key={`${key} ${from}`} d={draw(points(from, to)) ?? ''} className={className} />
    })
  const showsExportLimit = flows.some(
    (flow) => flow.exportLimitW !== null && flow.exportLimitW / 1000 <= room(down),
  )
  return (
    <svg className={styles.chart} width={width} height={CONNECTION_DAY_HEIGHT} aria-hidden="true">
      <Ticks y={y} step={step} up={room(up)} down={room(down)} width={width} left={left} right={right} />
      {fill((flow) => (flow.measuredW === null ? flow.plannedW : null), styles.planned)}
      {fill((flow) => flow.measuredW, styles.measured)}
      {line('plannedW', styles.plannedLine)}
      {line('uncoordinatedW', styles.without)}
      <path d={`M${left} ${y(0)}H${width - right}`} className={styles.zero} />
      {line('importLimitW', styles.limit)}
      {showsExportLimit && line('exportLimitW', styles.limit, -1)}
      <text x={left + 3} y={TOP - 12} className={styles.side}>
        {t.connection.draws}
      </text>
      {y(-room(down)) - y(0) > 26 && (
        <text x={left + 3} y={y(0) + 17} className={styles.side}>
          {t.connection.gives}
        </text>
      )}
      <Hours flows={flows} timeZone={timeZone} x={x} narrow={narrow} />
      {nowAt !== null && <Now x={x(nowAt)} width={width} />}
      {picked !== null && shownW(flows[picked] as AreaFlow) !== undefined && (
        <rect x={x(picked)} y={TOP - 6} width={x(1) - x(0)} height={PLOT_H + 6} className={styles.picked} />
      )}
    </svg>
  )
}

type Scale = (value: number) => number

const points = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, offset) => from + offset)

interface TicksProps {
  y: Scale
  step: number
  up: number
  down: number
  width: number
  left: number
  right: number
}

function Ticks({ y, step, up, down, width, left, right }: TicksProps) {
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
        {Math.abs(tick)}
        {tick === named ? ' kW' : ''}
      </text>
    </g>
  ))
}

interface HoursProps {
  flows: readonly AreaFlow[]
  timeZone: string
  x: Scale
  narrow: boolean
}

function Hours({ flows, timeZone, x, narrow }: HoursProps) {
  const every = narrow ? 6 : 3
  const marks = flows.flatMap((flow, index) => {
    const text = format.time(Date.parse(flow.start), timeZone)
    const [hour, minute] = text.split(':').map(Number)
    return minute === 0 && (hour ?? 0) % every === 0 ? [{ index, text }] : []
  })
  return [...marks, { index: flows.length, text: '24:00' }].map(({ index, text }) => (
    <text
      key={`${index}`}
      x={x(index)}
      y={AXIS_Y}
      className={styles.tick}
      textAnchor={index === 0 ? 'start' : index === flows.length ? 'end' : 'middle'}
    >
      {text}
    </text>
  ))
}

function Now({ x, width }: { x: number; width: number }) {
  const pill = Math.max(24, Math.min(width - 24, x))
  return (
    <g>
      <path d={`M${x} ${TOP - 12}V${TOP + PLOT_H}`} className={styles.now} />
      <rect x={pill - 24} y={TOP - 32} width="48" height="21" rx="10.5" className={styles.pill} />
      <text x={pill} y={TOP - 17} className={styles.pillText} textAnchor="middle">
        {t.home.nowLine}
      </text>
    </g>
  )
}
