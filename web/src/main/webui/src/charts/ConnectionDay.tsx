import { area as areaShape, curveStepAfter } from 'd3-shape'
import type { AreaFlow } from '../lib/api'
import { t } from '../lib/messages'
import styles from './ConnectionDay.module.css'
import { bounds, type FlowKey, shownW } from './connectionDay'
import { HourAxis, NowLine, PowerAxis, points } from './dayAxes'
import axes from './dayAxes.module.css'
import { axisTop, runs } from './dayLayers'
import { linear } from './linear'

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
  const x = linear([0, flows.length], [left, width - right])
  const { up, down } = bounds(flows)
  const { step } = axisTop((Math.max(up, down) * 0.7) / 1000)
  const room = (watts: number) => (watts === 0 ? step * 0.12 : (watts / 1000) * 1.08)
  const y = linear([room(up), -room(down)], [TOP, TOP + PLOT_H])
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
    <svg className={axes.chart} width={width} height={CONNECTION_DAY_HEIGHT} aria-hidden="true">
      <PowerAxis y={y} step={step} up={room(up)} down={room(down)} width={width} left={left} right={right} />
      {fill((flow) => (flow.measuredW === null ? flow.plannedW : null), styles.planned)}
      {fill((flow) => flow.measuredW, styles.measured)}
      {line('plannedW', styles.plannedLine)}
      {line('uncoordinatedW', styles.without)}
      <path d={`M${left} ${y(0)}H${width - right}`} className={axes.zero} />
      {line('importLimitW', styles.limit)}
      {showsExportLimit && line('exportLimitW', styles.limit, -1)}
      <text x={left + 3} y={TOP - 12} className={axes.side}>
        {t.connection.draws}
      </text>
      {y(-room(down)) - y(0) > 26 && (
        <text x={left + 3} y={y(0) + 17} className={axes.side}>
          {t.connection.gives}
        </text>
      )}
      <HourAxis slots={flows} timeZone={timeZone} x={x} y={AXIS_Y} narrow={narrow} />
      {nowAt !== null && <NowLine x={x(nowAt)} width={width} top={TOP - 32} bottom={TOP + PLOT_H} />}
      {picked !== null && shownW(flows[picked] as AreaFlow) !== undefined && (
        <rect x={x(picked)} y={TOP - 6} width={x(1) - x(0)} height={PLOT_H + 6} className={axes.picked} />
      )}
    </svg>
  )
}
