import { memo } from 'react'
import type { StreetPlan } from '../../charts/streetPlan'
import styles from './Street.module.css'

/** Road, trees and the sun or moon where the time of day puts it. */
export const Scenery = memo(function Scenery({ plan, hour }: { plan: StreetPlan; hour: number | null }) {
  return (
    <svg className={styles.flows} width={plan.width} height={plan.height} aria-hidden="true">
      {plan.roads.map((road) => (
        <g key={`${road.x} ${road.y}`}>
          <rect
            x={road.x}
            y={road.y}
            width={road.w}
            height={road.h}
            className={styles.road}
            rx={plan.wide ? 0 : 22}
          />
          {plan.wide && (
            <path
              d={`M0 ${road.y}H${plan.width}M0 ${road.y + road.h}H${plan.width}`}
              className={styles.curb}
            />
          )}
        </g>
      ))}
      {plan.wide && trees(plan).map(([x, y, size]) => <Tree key={`${x} ${y}`} x={x} y={y} size={size} />)}
      {hour !== null && <SkyBody plan={plan} hour={Math.round(hour * 12) / 12} />}
    </svg>
  )
})

/** Trees stand between the houses, not everywhere. */
function trees(plan: StreetPlan): [number, number, number][] {
  return plan.spots.flatMap(({ cell, house, street }, index): [number, number, number][] => {
    const gap = cell.w - house.w
    if (gap < 24 || (index * 5 + street) % 3 === 1) return []
    return [[Math.round(cell.x + 1), house.y + house.h - 4, 15 + ((index * 7) % 4) * 2.4]]
  })
}

function Tree({ x, y, size }: { x: number; y: number; size: number }) {
  const r = size * 0.55
  return (
    <g className={styles.tree}>
      <path d={`M${x} ${y}v${-size}`} />
      <circle cx={x} cy={y - size - r * 0.4} r={r} />
    </g>
  )
}

const SUNRISE = 5
const SUNSET = 21

function SkyBody({ plan, hour }: { plan: StreetPlan; hour: number }) {
  const day = hour >= SUNRISE && hour <= SUNSET
  const sinceDusk = hour > SUNSET ? hour - SUNSET : hour + 24 - SUNSET
  const part = day ? (hour - SUNRISE) / (SUNSET - SUNRISE) : sinceDusk / 8
  const from = plan.wide ? 120 : plan.width / 2 + 60
  const x = from + part * (plan.width - from - 34)
  const y = 24 - Math.sin(part * Math.PI) * 5
  if (!day)
    return <path d={`M${x + 5} ${y - 9}a9.5 9.5 0 1 0 4 14 8 8 0 0 1-4-14z`} className={styles.moon} />
  return (
    <g className={styles.sun}>
      <circle cx={x} cy={y} r="8.5" />
      {[0, 45, 90, 135, 180, 225, 270, 315].map((angle) => (
        <path key={angle} d={`M${x} ${y - 12.2}v-3`} transform={`rotate(${angle} ${x} ${y})`} />
      ))}
    </g>
  )
}
