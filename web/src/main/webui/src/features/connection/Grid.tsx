import table from '../../components/table.module.css'
import type { Area, GridUse } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './Connection.module.css'

/** What the plan does to phases, voltages and cables; for operators. */
export function Grid({ area, grid }: { area: Area; grid: GridUse }) {
  const highest = grid.phases.map(
    (watts, index) => `${t.grid.phase(index + 1)} ${format.powerKilo(Math.max(0, ...watts))}`,
  )
  return (
    <details className={styles.why} data-testid="grid-use">
      <summary>{t.grid.title}</summary>
      <p className={styles.phases}>{t.grid.phases(highest.join(', '))}</p>
      {grid.places.length > 0 && <Voltages area={area} grid={grid} />}
      {grid.cables.length > 0 && <Cables area={area} grid={grid} />}
    </details>
  )
}

function at(figure: string, start: string, area: Area): string {
  return t.grid.at(figure, format.time(Date.parse(start), area.timeZone))
}

function Voltages({ area, grid }: { area: Area; grid: GridUse }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t.grid.voltages}>
      <table className={table.table} data-testid="grid-voltages">
        <caption className="visually-hidden">{t.grid.voltages}</caption>
        <thead>
          <tr>
            <th scope="col">{t.grid.columns.node}</th>
            <th scope="col">{t.grid.columns.phase}</th>
            <th scope="col" className={table.num}>
              {t.grid.columns.lowest}
            </th>
            <th scope="col" className={table.num}>
              {t.grid.columns.highest}
            </th>
            <th scope="col" className={table.num}>
              {t.grid.columns.band}
            </th>
          </tr>
        </thead>
        <tbody>
          {grid.places.map((place) => (
            <tr key={`${place.node} ${place.phase}`}>
              <th scope="row">{place.node}</th>
              <td>{t.grid.phase(place.phase)}</td>
              <td className={table.num}>
                {at(format.voltage(place.lowestMillivolts), place.lowestAt, area)}
              </td>
              <td className={table.num}>
                {at(format.voltage(place.highestMillivolts), place.highestAt, area)}
              </td>
              <td className={table.num}>
                {t.grid.band(format.voltage(place.bandLowest), format.voltage(place.bandHighest))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Cables({ area, grid }: { area: Area; grid: GridUse }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t.grid.cables}>
      <table className={table.table} data-testid="grid-cables">
        <caption className="visually-hidden">{t.grid.cables}</caption>
        <thead>
          <tr>
            <th scope="col">{t.grid.columns.node}</th>
            <th scope="col">{t.grid.columns.phase}</th>
            <th scope="col" className={table.num}>
              {t.grid.columns.current}
            </th>
            <th scope="col" className={table.num}>
              {t.grid.columns.loading}
            </th>
          </tr>
        </thead>
        <tbody>
          {grid.cables.map((cable) => (
            <tr key={`${cable.node} ${cable.phase}`}>
              <th scope="row">{cable.node}</th>
              <td>{t.grid.phase(cable.phase)}</td>
              <td className={table.num}>{at(format.current(cable.milliamperes), cable.at, area)}</td>
              <td className={table.num}>
                {t.grid.of(
                  format.share(cable.milliamperes / (1000 * cable.ampacity)),
                  format.current(1000 * cable.ampacity),
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
