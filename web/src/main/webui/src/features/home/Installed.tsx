import { Card } from '../../components/Card'
import { api, type FlexibleLoad, type Home } from '../../lib/api'
import { useMarketNow } from '../../lib/clock'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './Installed.module.css'

const REFRESH_MILLIS = 10_000
const QUARTER_MILLIS = 900_000

/** What stands in and on the house, and when to start what the household runs by the plan. */
export function Installed({ home, timeZone }: { home: Home; timeZone: string }) {
  const point = home.meteringPointId
  const loads = useResource(`loads ${point}`, () => api.flexibleLoads(point), REFRESH_MILLIS)
  const now = useMarketNow(REFRESH_MILLIS)?.at ?? null
  const rows = [
    [t.home.roofSize, home.solarWp > 0 ? format.powerKilo(home.solarWp) : t.home.none],
    [t.home.batterySize, home.batteryWh > 0 ? format.energy(home.batteryWh) : t.home.none],
    [t.home.charger, home.evChargerW > 0 ? format.powerKilo(home.evChargerW) : t.home.none],
    [t.home.meter, t.home.meters[home.meter as keyof typeof t.home.meters] ?? home.meter],
    ...(loads.data ?? []).map((load) => [load.name, byPlan(load, now, timeZone)] as const),
  ] as const
  return (
    <Card slot="half" title={t.home.about}>
      <dl className={styles.list}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function byPlan(load: FlexibleLoad, now: number | null, timeZone: string): string {
  if (now === null || load.planFrom === null) return t.home.load.unplanned
  if (load.run) {
    if (load.startsAt === null || Date.parse(load.run.readyBy) < now) return t.home.load.unplanned
    const start = Date.parse(load.startsAt)
    const time = format.time(start, timeZone)
    return start > now ? t.home.load.starts(time) : t.home.load.started(time)
  }
  const watts = load.planW[Math.floor((now - Date.parse(load.planFrom)) / QUARTER_MILLIS)]
  return watts === undefined ? t.home.load.unplanned : t.home.load.draws(format.power(watts))
}
