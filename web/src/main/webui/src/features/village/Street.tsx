import { type PointerEvent, useMemo, useState } from 'react'
import { layRibbons, type Ribbon } from '../../charts/ribbons'
import { planStreet, type StreetPlan } from '../../charts/streetPlan'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { FreshnessChip } from '../../components/FreshnessChip'
import { Swatch } from '../../components/Swatch'
import type { Area, Home, Village } from '../../lib/api'
import { type HomeNow, homeNow, type VillageNow, villageNow } from '../../lib/flows'
import { t } from '../../lib/messages'
import { Link, navigate } from '../../lib/router'
import { useWidth } from '../../lib/size'
import { homeLine } from './describe'
import { HomeOnStreet, TransformerOnStreet } from './HomeOnStreet'
import { Scenery } from './Scenery'
import styles from './Street.module.css'
import { StreetTable } from './StreetTable'

interface StreetProps {
  area: Area
  homes: readonly Home[]
  village: Village | null
  heardAt: number | null
  seq: number
  /** Live values are too old to be shown as running. */
  stopped: boolean
  /** Local hour of market time, 0 to 24; null before the clock is known. */
  hour: number | null
}

/** The street drawn as it is now: homes, the road, and power moving between them. */
export function Street({ area, homes, village, heardAt, seq, stopped, hour }: StreetProps) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [asTable, setAsTable] = useState(false)
  const [focus, setFocus] = useState<number | null>(null)
  const flows = useMemo(() => village?.flows ?? [], [village])
  const plan = useMemo(() => planStreet(homes.length, width), [homes.length, width])
  const now = useMemo(() => nowById(village), [village])
  const total = useMemo(() => (village ? villageNow(village.homes, flows) : null), [village, flows])
  const ribbons = useRibbons(plan, homes, village)
  const nameOf = (id: number) => homes.find((home) => home.participantId === id)?.name ?? String(id)
  const partners = new Set(
    focus === null ? [] : [focus, ...(now.get(focus)?.partners.map(({ id }) => id) ?? [])],
  )
  const open = (id: number, event: PointerEvent) => {
    const tap = event.pointerType === 'touch'
    if (tap && focus !== id) setFocus(id)
    else navigate(`/home/${id}`)
  }
  return (
    <Card
      bleed
      slot="first"
      title={t.village.street}
      note={<StreetNote count={homes.length} />}
      aside={
        <>
          <span className={styles.chip}>
            <FreshnessChip since={heardAt} timeZone={area.timeZone} />
          </span>
          <Button onClick={() => setAsTable(!asTable)}>
            {asTable ? t.village.picture : t.village.table}
          </Button>
        </>
      }
    >
      {asTable ? (
        <StreetTable homes={homes} now={now} />
      ) : (
        <div
          ref={ref}
          className={styles.scene}
          style={{ height: plan.height }}
          data-seq={seq}
          data-testid="street"
          data-stopped={stopped || undefined}
          data-night={(hour !== null && (hour < 5 || hour > 21)) || undefined}
        >
          {width > 0 && (
            <>
              <Scenery plan={plan} hour={hour} />
              <Flows ribbons={ribbons} plan={plan} total={total} focus={focus} homes={homes} />
              <TransformerOnStreet plan={plan} total={total} />
              <ul className={styles.homes}>
                {homes.map((home, index) => (
                  <HomeOnStreet
                    key={home.participantId}
                    home={home}
                    now={now.get(home.participantId)}
                    spot={plan.spots[index] as StreetPlan['spots'][number]}
                    line={homeLine(home, now.get(home.participantId), nameOf)}
                    night={hour !== null && (hour < 6 || hour > 20.5)}
                    dimmed={focus !== null && !partners.has(home.participantId)}
                    onFocus={setFocus}
                    onOpen={open}
                  />
                ))}
              </ul>
            </>
          )}
        </div>
      )}
      <footer className={styles.footer}>
        <p className={styles.readout} data-testid="readout">
          <Readout homes={homes} focus={focus} now={now} total={total} nameOf={nameOf} />
        </p>
        <Legend />
      </footer>
    </Card>
  )
}

const touch = () => matchMedia('(hover: none)').matches

function StreetNote({ count }: { count: number }) {
  return touch() ? t.village.streetNoteTouch(count) : t.village.streetNote(count)
}

function nowById(village: Village | null): Map<number, HomeNow> {
  return new Map(
    (village?.homes ?? []).map((home) => [home.participantId, homeNow(home, village?.flows ?? [])]),
  )
}

function useRibbons(plan: StreetPlan, homes: readonly Home[], village: Village | null): Ribbon[] {
  return useMemo(() => {
    const indexOf = new Map(homes.map((home, index) => [home.participantId, index]))
    const flows = (village?.flows ?? []).flatMap((flow) => {
      const from = indexOf.get(flow.sellerId)
      const to = indexOf.get(flow.buyerId)
      return from === undefined || to === undefined
        ? []
        : [{ key: `${flow.sellerId}-${flow.buyerId}`, from, to, powerW: flow.powerW }]
    })
    return layRibbons(plan, flows)
  }, [plan, homes, village])
}

interface FlowsProps {
  ribbons: readonly Ribbon[]
  plan: StreetPlan
  total: VillageNow | null
  focus: number | null
  homes: readonly Home[]
}

function Flows({ ribbons, plan, total, focus, homes }: FlowsProps) {
  const involved = (ribbon: Ribbon) =>
    focus === null || homes[ribbon.from]?.participantId === focus || homes[ribbon.to]?.participantId === focus
  const netW = (total?.fromGridW ?? 0) - (total?.toGridW ?? 0)
  const cable = Math.max(3, Math.min(12, (Math.abs(netW) / 1000) * 0.9))
  return (
    <svg className={styles.flows} width={plan.width} height={plan.height} aria-hidden="true">
      {cables(plan).map((path) => (
        <g key={path} className={styles.cable} data-idle={Math.abs(netW) < 25 || undefined}>
          <path d={path} stroke="url(#hatch-grid)" strokeWidth={cable} />
          <path
            d={path}
            className={styles.cableDots}
            style={{
              animationDirection: netW > 0 ? 'normal' : 'reverse',
              animationDuration: `${dotSeconds(Math.abs(netW))}s`,
            }}
          />
        </g>
      ))}
      {ribbons.map((ribbon) => (
        <g key={ribbon.key} className={styles.ribbon} data-away={!involved(ribbon) || undefined}>
          <path d={ribbon.path} className={styles.seam} style={{ strokeWidth: ribbon.width + 2.5 }} />
          <path d={ribbon.path} className={styles.band} style={{ strokeWidth: ribbon.width }} />
          <path
            d={ribbon.path}
            className={styles.dots}
            style={{
              strokeWidth: Math.max(1.6, Math.min(5, ribbon.width * 0.5)),
              animationDuration: `${dotSeconds(ribbon.powerW)}s`,
            }}
          />
        </g>
      ))}
    </svg>
  )
}

/** Seconds in which a dot moves by one gap: quicker with more power. */
const dotSeconds = (watts: number) => Math.max(0.55, 1.9 - Math.sqrt(watts / 1000) * 0.62).toFixed(2)

function cables(plan: StreetPlan): string[] {
  const { house } = plan.transformer
  const x = house.x + house.w / 2
  if (!plan.wide) {
    const road = plan.roads[0]
    return road ? [`M${x} ${house.y + house.h - 2}V${road.y + road.h}`] : []
  }
  return plan.roads.map((road) => {
    const middle = road.y + road.h / 2
    return `M${x} ${house.y + house.h - 4}V${middle - 18}Q${x} ${middle} ${x + 18} ${middle}H${plan.width}`
  })
}

interface ReadoutProps {
  homes: readonly Home[]
  focus: number | null
  now: ReadonlyMap<number, HomeNow>
  total: VillageNow | null
  nameOf: (id: number) => string
}

function Readout({ homes, focus, now, total, nameOf }: ReadoutProps) {
  const home = homes.find((one) => one.participantId === focus)
  if (home) {
    return (
      <>
        {homeLine(home, now.get(home.participantId), nameOf)}.
        {touch() && (
          <Link href={`/home/${home.participantId}`} className={styles.openDay}>
            {t.village.openDay}
          </Link>
        )}
      </>
    )
  }
  if (!total) return t.village.waiting
  return t.village.idleReadout(total.sellers, total.buyers)
}

function Legend() {
  const { own, battery, neighbours, grid } = t.village.legend
  return (
    <ul className={styles.legend}>
      <li>
        <Swatch kind="solar" /> {own}
      </li>
      <li>
        <Swatch kind="battery" /> {battery}
      </li>
      <li>
        <Swatch kind="neighbours" /> {neighbours}
      </li>
      <li>
        <Swatch kind="grid" /> {grid}
      </li>
    </ul>
  )
}
