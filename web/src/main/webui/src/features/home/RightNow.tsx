import { BatteryCharging, House as HomeIcon, type LucideIcon, Sun, Users, UtilityPole } from 'lucide-react'
import { Card } from '../../components/Card'
import { FreshnessChip } from '../../components/FreshnessChip'
import { Empty } from '../../components/Notice'
import type { Home } from '../../lib/api'
import { type HomeNow, QUIET_W } from '../../lib/flows'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './RightNow.module.css'

interface RightNowProps {
  home: Home
  now: HomeNow | undefined
  heardAt: number | null
  timeZone: string
  stopped: boolean
}

type Kind = 'solar' | 'battery' | 'neighbours' | 'grid'

interface Branch {
  id: string
  kind: Kind
  icon: LucideIcon
  name: string
  word: string
  powerW: number
}

const ROW = 57
const BOX_W = 72
const GAP_W = 46
const PX_PER_KW = 9

/** Power in the house now: what the roof makes and where it goes, or what the home uses and from where. */
export function RightNow({ home, now, heardAt, timeZone, stopped }: RightNowProps) {
  const known = now && now.role !== 'unknown'
  const out =
    known && (now.role === 'selling' || now.role === 'feeding' || (now.madeW ?? 0) > (now.usedW ?? 0))
  const hubW = known ? (out ? Math.max(now.madeW ?? 0, now.soldW + now.toGridW) : (now.usedW ?? 0)) : 0
  const note = !known
    ? t.home.silentNow
    : out
      ? t.home.makingNow(format.power(hubW))
      : t.home.usingNow(format.power(hubW))
  return (
    <Card
      slot="second"
      title={t.home.rightNow}
      note={note}
      aside={<FreshnessChip since={heardAt} timeZone={timeZone} />}
    >
      {known ? (
        <Diagram
          branches={out ? sinks(home, now) : sources(home, now)}
          hubW={hubW}
          out={out === true}
          stopped={stopped}
        />
      ) : (
        <Empty>{t.home.silentNow}</Empty>
      )}
    </Card>
  )
}

function sinks(home: Home, now: HomeNow): Branch[] {
  const { node } = t.home
  const soc = now.soc === null ? '' : format.share(now.soc)
  return [
    {
      id: 'home',
      kind: 'solar',
      icon: HomeIcon,
      name: node.home,
      word: now.evW > QUIET_W ? node.usingCar : node.using,
      powerW: now.usedW ?? 0,
    },
    {
      id: 'neighbours',
      kind: 'neighbours',
      icon: Users,
      name: node.neighbours,
      word: node.buying,
      powerW: now.soldW,
    },
    ...(home.batteryWh > 0
      ? [
          {
            id: 'battery',
            kind: 'battery' as const,
            icon: BatteryCharging,
            name: node.battery,
            word: batteryWord(now, soc),
            powerW: now.chargingW,
          },
        ]
      : []),
    { id: 'grid', kind: 'grid', icon: UtilityPole, name: node.grid, word: node.rest, powerW: now.toGridW },
  ]
}

function sources(home: Home, now: HomeNow): Branch[] {
  const { node } = t.home
  const soc = now.soc === null ? '' : format.share(now.soc)
  return [
    ...(home.solarWp > 0
      ? [
          {
            id: 'roof',
            kind: 'solar' as const,
            icon: Sun,
            name: node.roof,
            word: node.making,
            powerW: Math.max(0, (now.madeW ?? 0) - now.chargingW),
          },
        ]
      : []),
    {
      id: 'neighbours',
      kind: 'neighbours',
      icon: Users,
      name: node.neighbours,
      word: node.selling,
      powerW: now.boughtW,
    },
    ...(home.batteryWh > 0
      ? [
          {
            id: 'battery',
            kind: 'battery' as const,
            icon: BatteryCharging,
            name: node.battery,
            word: batteryWord(now, soc),
            powerW: now.dischargingW,
          },
        ]
      : []),
    { id: 'grid', kind: 'grid', icon: UtilityPole, name: node.grid, word: node.rest, powerW: now.fromGridW },
  ]
}

function batteryWord(now: HomeNow, soc: string): string {
  const { node } = t.home
  if (now.chargingW >= QUIET_W) return node.charging(soc)
  return now.dischargingW >= QUIET_W ? node.giving(soc) : node.resting(soc)
}

interface DiagramProps {
  branches: readonly Branch[]
  hubW: number
  out: boolean
  stopped: boolean
}

function Diagram({ branches, hubW, out, stopped }: DiagramProps) {
  const height = branches.length * ROW
  const boxH = Math.min(height - 24, 108)
  const scale = Math.min(PX_PER_KW, (boxH - 16) / Math.max(0.1, hubW / 1000))
  const width = (powerW: number) => Math.max(2.4, (powerW / 1000) * scale)
  const active = branches.filter((branch) => branch.powerW >= QUIET_W)
  const total = active.reduce((sum, branch) => sum + width(branch.powerW) + 1, -1)
  let along = height / 2 - total / 2
  const starts = new Map(
    active.map((branch) => {
      const middle = along + width(branch.powerW) / 2
      along += width(branch.powerW) + 1
      return [branch.id, middle]
    }),
  )
  const figure = format.powerFigure(hubW)
  const Icon = out ? Sun : HomeIcon
  return (
    <div className={styles.diagram} style={{ height }} data-stopped={stopped || undefined}>
      <div
        className={styles.hub}
        data-out={out || undefined}
        style={{ height: boxH, top: (height - boxH) / 2, width: BOX_W }}
        aria-hidden="true"
      >
        <Icon size={22} />
        <strong>{figure.value}</strong>
        <span>{figure.unit}</span>
      </div>
      <svg
        className={styles.ribbons}
        style={{ left: BOX_W - 2 }}
        width={GAP_W + 4}
        height={height}
        aria-hidden="true"
      >
        {branches.map((branch, row) => {
          const from = starts.get(branch.id)
          if (from === undefined) return null
          const to = row * ROW + ROW / 2
          const path = `M0 ${from}C${GAP_W / 2} ${from} ${GAP_W / 2} ${to} ${GAP_W + 4} ${to}`
          return (
            <g key={branch.id}>
              <path
                d={path}
                className={styles.band}
                data-kind={branch.kind}
                style={{ strokeWidth: width(branch.powerW) }}
              />
              <path
                d={path}
                className={styles.dots}
                style={{
                  strokeWidth: Math.max(1.6, Math.min(5, width(branch.powerW) * 0.45)),
                  animationDirection: out ? 'normal' : 'reverse',
                  animationDuration: `${Math.max(0.55, 1.9 - Math.sqrt(branch.powerW / 1000) * 0.62)}s`,
                }}
              />
            </g>
          )
        })}
      </svg>
      <ul className={styles.rows} style={{ marginLeft: BOX_W + GAP_W }}>
        {branches.map((branch) => (
          <li key={branch.id} style={{ height: ROW }} data-idle={branch.powerW < QUIET_W || undefined}>
            <span className={styles.icon} data-kind={branch.kind} aria-hidden="true">
              <branch.icon size={18} />
            </span>
            <span className={styles.name}>
              {branch.name}
              <span className={styles.word}>
                {branch.powerW < QUIET_W && branch.kind !== 'battery' ? t.home.node.idle : branch.word}
              </span>
            </span>
            <span className={styles.power}>{branch.powerW < QUIET_W ? '' : format.power(branch.powerW)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
