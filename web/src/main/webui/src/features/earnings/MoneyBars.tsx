import axes from '../../charts/dayAxes.module.css'
import { linear } from '../../charts/linear'
import type { EarningsSpan, OriginName } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './Earnings.module.css'
import { layersOf, reach, stepFor } from './layers'

interface MoneyBarsProps {
  spans: readonly EarningsSpan[]
  currency: string
  width: number
  picked: number | null
  /** What stands below a bar; empty where nothing does. */
  names: readonly string[]
}

const FILL: Record<OriginName, string> = {
  OWN: 'var(--solar)',
  OWN_THROUGH_GRID: 'var(--solar)',
  MATCHED_SOLD: 'var(--neigh)',
  MATCHED_BOUGHT: 'var(--neigh)',
  POOL_SOLD: 'color-mix(in srgb, var(--neigh) 60%, var(--card))',
  POOL_BOUGHT: 'color-mix(in srgb, var(--neigh) 60%, var(--card))',
  RESIDUAL_FEED_IN: 'url(#hatch-grid)',
  RESIDUAL_SUPPLY: 'url(#hatch-grid)',
  OTHER: 'url(#hatch-unsettled)',
}

const TOP = 28
const PLOT = 220
/** Bars of a day are too thin for marks and seams. */
const THIN = 7
export const MONEY_BARS_HEIGHT = TOP + PLOT + 46

export const sideOf = (width: number) => (width < 520 ? 4 : 62)

/** Earned and saved above the line, paid below it; a mark says what the supplier alone would have made. */
export function MoneyBars({ spans, currency, width, picked, names }: MoneyBarsProps) {
  const left = sideOf(width)
  const all = spans.map(reach)
  const alone = spans.map((span) => (span.aloneAmount === null ? 0 : Number(span.aloneAmount)))
  const up = Math.max(0.01, ...all.map((one) => one.up), ...alone) * 1.06
  const down = Math.max(0.01, ...all.map((one) => one.down), ...alone.map((one) => -one)) * 1.06
  const y = linear([up, -down], [TOP, TOP + PLOT])
  const slot = (width - left - 4) / spans.length
  const bar = Math.max(1, Math.min(34, slot * 0.72))
  const x = (index: number) => left + slot * (index + 0.5) - bar / 2
  return (
    <svg className={axes.chart} width={width} height={MONEY_BARS_HEIGHT} aria-hidden="true">
      <Ticks up={up} down={down} y={y} left={left} width={width} currency={currency} />
      {spans.map((span, index) => (
        <Bar key={span.from} span={span} x={x(index)} width={bar} y={y} />
      ))}
      <path d={`M${left} ${y(0)}H${width - 4}`} className={axes.zero} />
      {spans.map((span, index) =>
        span.aloneAmount === null || span.intervals === 0 || bar <= THIN ? null : (
          <path
            key={span.from}
            d={`M${x(index) - 2} ${y(Number(span.aloneAmount))}h${bar + 4}`}
            className={styles.alone}
          />
        ),
      )}
      <text x={left + 3} y={TOP - 12} className={axes.side}>
        {t.earnings.chart.up}
      </text>
      <text x={left + 3} y={TOP + PLOT + 16} className={axes.side}>
        {t.earnings.chart.down}
      </text>
      {names.map((name, index) =>
        name ? (
          <text
            key={spans[index]?.from}
            x={Math.min(width - 14, Math.max(left + 8, x(index) + bar / 2))}
            y={TOP + PLOT + 38}
            className={axes.tick}
            textAnchor="middle"
          >
            {name}
          </text>
        ) : null,
      )}
      {picked !== null && (
        <rect x={left + slot * picked} y={TOP - 4} width={slot} height={PLOT + 8} className={axes.picked} />
      )}
    </svg>
  )
}

interface BarProps {
  span: EarningsSpan
  x: number
  width: number
  y: (value: number) => number
}

function Bar({ span, x, width, y }: BarProps) {
  let [above, below] = [0, 0]
  return layersOf(span).map(({ origin, value }) => {
    const from = value > 0 ? above : below
    if (value > 0) above += value
    else below += value
    const top = Math.min(y(from), y(from + value))
    return (
      <rect
        key={origin}
        x={x}
        y={top}
        width={width}
        height={Math.abs(y(from + value) - y(from))}
        fill={FILL[origin]}
        className={width > THIN ? styles.layer : undefined}
      />
    )
  })
}

interface TicksProps {
  up: number
  down: number
  y: (value: number) => number
  left: number
  width: number
  currency: string
}

function Ticks({ up, down, y, left, width, currency }: TicksProps) {
  const step = stepFor(Math.max(up, down))
  const ticks: number[] = []
  for (let value = -Math.floor(down / step) * step; value <= up; value += step) ticks.push(value)
  const narrow = left < 20
  return ticks
    .filter((tick) => Math.abs(tick) > step / 2)
    .map((tick) => (
      <g key={tick}>
        <path d={`M${left} ${y(tick)}H${width - 4}`} className={axes.gridline} />
        <text
          x={narrow ? width - 6 : left - 8}
          y={narrow ? y(tick) - 4 : y(tick) + 4}
          className={axes.tick}
          textAnchor="end"
        >
          {format.money(String(tick), currency)}
        </text>
      </g>
    ))
}
