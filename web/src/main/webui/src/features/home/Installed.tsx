import { Card } from '../../components/Card'
import type { Home } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './Installed.module.css'

/** What stands in and on the house. */
export function Installed({ home }: { home: Home }) {
  const rows = [
    [t.home.roofSize, home.solarWp > 0 ? format.powerKilo(home.solarWp) : t.home.none],
    [t.home.batterySize, home.batteryWh > 0 ? format.energy(home.batteryWh) : t.home.none],
    [t.home.charger, home.evChargerW > 0 ? format.powerKilo(home.evChargerW) : t.home.none],
    [t.home.meter, t.home.meters[home.meter as keyof typeof t.home.meters] ?? home.meter],
  ]
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
