import { memo } from 'react'
import styles from './House.module.css'

interface HouseProps {
  /** Any stable number; gives each house a look of its own. */
  seed: number
  number: string
  width: number
  solar: boolean
  /** 0 dark roof to 1 full sun; null while unknown. */
  shine: number | null
  battery: boolean
  soc: number | null
  car: boolean
  carCharging: boolean
  lit: boolean
}

type Point = readonly [number, number]

const VIEW_W = 84
const VIEW_H = 66

/** A small house: gable with its number, roof with panels, battery on the wall, car in front. */
export const House = memo(function House(props: HouseProps) {
  const { seed, width, solar, shine, battery, soc, car, carCharging, lit } = props
  const variant = (seed * 7) % 5
  const eave = [31, 28, 33, 30, 29][variant] ?? 31
  const ridge = eave - ([21, 19, 22, 18, 20][variant] ?? 20)
  const long = [68, 70, 66, 71, 69][variant] ?? 68
  const windows: Point[] = [
    [40, eave + 9],
    [54, eave + 9],
  ]
  const scale = width / VIEW_W
  return (
    <svg
      className={styles.house}
      width={width}
      height={width * (VIEW_H / VIEW_W)}
      viewBox={`0 0 ${VIEW_W} ${VIEW_H}`}
      aria-hidden="true"
    >
      <ellipse cx="40" cy="63.4" rx="40" ry="2.6" className={styles.shadow} />
      {variant % 2 === 1 && <path d={`M49 ${ridge - 5}h7v14h-7z`} className={styles.chimney} />}
      <path d={`M34 ${eave}H${long}V63H34z`} className={styles.side} />
      <path d={`M20 ${ridge}H${long - 13}L${long + 3} ${eave + 1.5}H36z`} className={styles.roof} />
      {solar && <Panels ridge={ridge} eave={eave} long={long} shine={shine} />}
      <path d={`M6 63V${eave}L20 ${ridge + 1}L34 ${eave}V63z`} className={styles.front} />
      <path d={`M2.5 ${eave + 3.5}L20 ${ridge}L37.5 ${eave + 3.5}`} className={styles.rake} />
      {windows.map(([x, y]) => (
        <g key={x}>
          <rect x={x} y={y} width="9.5" height="10" rx="1.2" className={lit ? styles.paneLit : styles.pane} />
          <path d={`M${x + 4.75} ${y}v10`} className={styles.muntin} />
        </g>
      ))}
      <path d="M14 63V51.5a1.5 1.5 0 0 1 1.5-1.5h9a1.5 1.5 0 0 1 1.5 1.5V63z" className={styles.door} />
      <text x="20" y={eave + 11.5} className={styles.number} style={{ fontSize: Math.max(12.5, 12 / scale) }}>
        {props.number}
      </text>
      {battery && <Battery soc={soc} x={long + 3} />}
      {car && <Car charging={carCharging} />}
    </svg>
  )
})

function Panels({
  ridge,
  eave,
  long,
  shine,
}: {
  ridge: number
  eave: number
  long: number
  shine: number | null
}) {
  const top = [25, ridge + 2.5, long - 15, ridge + 2.5] as const
  const bottom = [39, eave - 1.6, long - 2.4, eave - 1.6] as const
  const corner = (u: number, v: number): Point => {
    const left: Point = [top[0] + (bottom[0] - top[0]) * v, top[1] + (bottom[1] - top[1]) * v]
    const right: Point = [top[2] + (bottom[2] - top[2]) * v, top[3] + (bottom[3] - top[3]) * v]
    return [left[0] + (right[0] - left[0]) * u, left[1] + (right[1] - left[1]) * u]
  }
  const cells = [0, 1, 2, 3].flatMap((column) =>
    [0, 1].map((row) => {
      const [u0, u1, v0, v1] = [
        column / 4 + 0.018,
        (column + 1) / 4 - 0.018,
        row / 2 + 0.04,
        (row + 1) / 2 - 0.04,
      ]
      return [corner(u0, v0), corner(u1, v0), corner(u1, v1), corner(u0, v1)]
        .map((point) => point.map((n) => n.toFixed(1)).join(','))
        .join(' ')
    }),
  )
  const mix = shine === null ? 0 : Math.round(Math.min(1, shine) * 100)
  const fill =
    mix < 2
      ? 'var(--panel-off)'
      : `color-mix(in oklab, var(--solar) ${Math.min(100, 40 + mix)}%, var(--panel-off))`
  return (
    <g style={{ fill }} className={styles.panels}>
      {cells.map((points) => (
        <polygon key={points} points={points} />
      ))}
    </g>
  )
}

function Battery({ soc, x }: { soc: number | null; x: number }) {
  const height = 20
  const level = soc === null ? 0 : Math.max(0, Math.min(1, soc)) * (height - 3)
  return (
    <g>
      <rect x={x + 2.6} y="40" width="4.4" height="2.6" rx="0.8" className={styles.batteryEdge} />
      <rect x={x} y="42" width="9.6" height={height} rx="2.4" className={styles.batteryCase} />
      <rect
        x={x + 1.5}
        y={42 + height - 1.5 - level}
        width="6.6"
        height={level}
        rx="1.2"
        className={styles.batteryLevel}
      />
    </g>
  )
}

function Car({ charging }: { charging: boolean }) {
  return (
    <g className={styles.car}>
      {charging && <path d="M65 46c-4 1-5 4-5.5 8" className={styles.cable} />}
      <path
        d="M37.5 60.5v-4.2c0-1 .7-1.8 1.7-1.9l2.6-.4 2.7-3.9c.5-.7 1.2-1.1 2-1.1h6.3c.8 0 1.5.4 2 1l3 3.7 2.8.8c.9.3 1.5 1 1.5 2v4z"
        className={styles.carBody}
      />
      <path d="M44.3 54l2.1-3h3v3zM51 51h2.3l2.3 3H51z" className={styles.carGlass} />
      <circle cx="43.4" cy="60.6" r="3" className={styles.wheel} />
      <circle cx="56.6" cy="60.6" r="3" className={styles.wheel} />
    </g>
  )
}

/** The street's connection to the grid: a small station with its pole. */
export function Transformer({ width, active }: { width: number; active: boolean }) {
  return (
    <svg
      className={styles.house}
      width={width}
      height={width * (66 / 60)}
      viewBox="0 0 60 66"
      aria-hidden="true"
      data-active={active || undefined}
    >
      <ellipse cx="30" cy="63.4" rx="24" ry="2.4" className={styles.shadow} />
      <path d="M30 4v34M16 11h28M20 19h20" className={styles.pole} />
      <path d="M17 11v3.4M43 11v3.4M21 19v3.4M39 19v3.4" className={styles.insulator} />
      <path d="M10 39.5L30 31l20 8.5z" className={styles.roof} />
      <rect x="13" y="39.5" width="34" height="23.5" className={styles.front} />
      <rect x="19" y="46" width="22" height="17" rx="1.5" fill="url(#hatch-grid)" />
      <path d="M31.6 48.5l-5.2 6.6h3.8l-1.6 5 5.4-6.8h-3.8z" className={styles.bolt} />
    </svg>
  )
}
