import table from '../../components/table.module.css'
import type { Area, AreaFlow } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './Connection.module.css'

const HEADS = [
  ['measuredW', 'measured'],
  ['plannedW', 'planned'],
  ['uncoordinatedW', 'uncoordinated'],
  ['importLimitW', 'limit'],
] as const

/** The chart as a table, quarter-hour by quarter-hour. */
export function ConnectionTable({ area, flows }: { area: Area; flows: readonly AreaFlow[] }) {
  const known = flows.filter((flow) => HEADS.some(([key]) => flow[key] !== null))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t.connection.caption}>
      <table className={table.table} data-testid="connection-table">
        <caption className="visually-hidden">{t.connection.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.connection.columns.quarter}</th>
            {HEADS.map(([key, name]) => (
              <th key={key} scope="col" className={table.num}>
                {t.connection[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {known.map((flow) => (
            <tr key={flow.start}>
              <th scope="row">
                {format.quarter(Date.parse(flow.start), area.intervalMinutes, area.timeZone)}
              </th>
              {HEADS.map(([key]) => {
                const watts = flow[key]
                return (
                  <td key={key} className={table.num}>
                    {watts === null
                      ? format.MISSING
                      : watts < 0
                        ? t.connection.givesWord(format.powerKilo(watts))
                        : format.powerKilo(watts)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
