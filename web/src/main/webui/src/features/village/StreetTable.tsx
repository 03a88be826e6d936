import table from '../../components/table.module.css'
import type { Home } from '../../lib/api'
import { type HomeNow, QUIET_W } from '../../lib/flows'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { Link } from '../../lib/router'
import styles from './StreetTable.module.css'

/** The street's figures home by home, the table view of the drawing. */
export function StreetTable({ homes, now }: { homes: readonly Home[]; now: ReadonlyMap<number, HomeNow> }) {
  const { columns } = t.village
  return (
    <div className={styles.wrap}>
      <table className={table.table} data-testid="street-table">
        <caption className="visually-hidden">{t.village.streetTable}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.home}</th>
            <th scope="col" className={table.num}>
              {columns.made}
            </th>
            <th scope="col" className={table.num}>
              {columns.used}
            </th>
            <th scope="col">{columns.neighbours}</th>
            <th scope="col">{columns.grid}</th>
            <th scope="col" className={table.wide}>
              {columns.battery}
            </th>
          </tr>
        </thead>
        <tbody>
          {homes.map((home) => (
            <Row key={home.participantId} home={home} now={now.get(home.participantId)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ home, now }: { home: Home; now: HomeNow | undefined }) {
  return (
    <tr>
      <th scope="row">
        <Link href={`/home/${home.participantId}`}>{home.name}</Link>
      </th>
      <td className={table.num}>{home.solarWp === 0 ? '' : format.power(now?.madeW)}</td>
      <td className={table.num}>{format.power(now?.usedW)}</td>
      <td className={table.neigh}>{withNeighbours(now)}</td>
      <td>{withGrid(now)}</td>
      <td className={`${table.wide} ${table.soft}`}>{battery(home, now)}</td>
    </tr>
  )
}

function withNeighbours(now: HomeNow | undefined): string {
  if (!now || now.role === 'unknown') return format.MISSING
  if (now.soldW >= QUIET_W) return t.village.sells(format.power(now.soldW))
  return now.boughtW >= QUIET_W ? t.village.buys(format.power(now.boughtW)) : ''
}

function withGrid(now: HomeNow | undefined): string {
  if (!now || now.role === 'unknown') return format.MISSING
  if (now.toGridW >= QUIET_W) return t.village.sends(format.power(now.toGridW))
  return now.fromGridW >= QUIET_W ? t.village.draws(format.power(now.fromGridW)) : ''
}

function battery(home: Home, now: HomeNow | undefined): string {
  if (home.batteryWh === 0) return ''
  if (!now) return format.MISSING
  const charging = now.chargingW >= QUIET_W && t.village.charging(format.power(now.chargingW))
  const giving = now.dischargingW >= QUIET_W && t.village.giving(format.power(now.dischargingW))
  return t.village.battery(format.share(now.soc), charging || giving || '')
}
