import { layersOf, MADE_KEYS, USED_KEYS } from '../../charts/dayLayers'
import table from '../../components/table.module.css'
import type { Day } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './DayTable.module.css'
import { layerName } from './layerName'

const KEYS = [...MADE_KEYS, ...USED_KEYS] as const

/** The mirror chart as a table, in kWh per quarter-hour. */
export function DayTable({ day }: { day: Day }) {
  const layers = day.slots.map(layersOf)
  const keys = KEYS.filter((key) => layers.some((one) => one !== null && one[key] > 0))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t.home.dayCaption}>
      <table className={table.table} data-testid="day-table">
        <caption className="visually-hidden">{t.home.dayCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.home.columns.quarter}</th>
            {keys.map((key) => (
              <th key={key} scope="col" className={table.num}>
                {layerName(key)}
              </th>
            ))}
            <th scope="col" className={table.num}>
              {t.book.price(format.minorUnit(day.currency))}
            </th>
          </tr>
        </thead>
        <tbody>
          {day.slots.map((slot, index) => {
            const one = layers[index]
            return (
              <tr key={slot.start}>
                <th scope="row">
                  {format.quarter(Date.parse(slot.start), day.intervalMinutes, day.timeZone)}
                </th>
                {keys.map((key) => (
                  <td key={key} className={table.num}>
                    {one ? format.energyFine(one[key]) : format.MISSING}
                  </td>
                ))}
                <td className={table.num}>{format.priceValue(slot.priceMicro)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
