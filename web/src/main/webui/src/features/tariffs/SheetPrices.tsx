import table from '../../components/table.module.css'
import type { Area, Home, TariffDraft } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { tariffHours, tariffText } from './sheet'
import styles from './Tariffs.module.css'

interface SheetPricesProps {
  area: Area
  homes: readonly Home[]
  draft: TariffDraft
}

/** The prices of a sheet as they were written. */
export function SheetPrices({ area, homes, draft }: SheetPricesProps) {
  const whose = (ids: readonly number[]) => {
    if (ids.length === 0) return t.tariffs.ofArea
    if (ids.length > 1) return t.tariffs.everyHome
    return homes.find((home) => home.participantId === ids[0])?.name ?? String(ids[0])
  }
  return (
    <table className={`${table.table} ${table.folding} ${styles.prices}`}>
      <caption className="visually-hidden">{t.tariffs.from(format.date(draft.validFrom))}</caption>
      <thead>
        <tr>
          <th scope="col">{t.tariffs.kind}</th>
          <th scope="col">{t.tariffs.forWhom}</th>
          <th scope="col">{t.tariffs.hours}</th>
          <th scope="col" className={table.num}>
            {t.tariffs.microOf(format.minorUnit(area.currency))}
          </th>
        </tr>
      </thead>
      <tbody>
        {draft.prices.map(({ price, participantIds }) => (
          <tr key={`${price.kind} ${price.name} ${tariffHours(price)} ${participantIds.join()}`}>
            <th scope="row">
              {tariffText(price)}
              <span className={styles.name}>{price.name}</span>
            </th>
            <td>{whose(participantIds)}</td>
            <td className={table.soft}>{tariffHours(price)}</td>
            <td className={table.num}>{format.priceExact(price.priceMicro, area.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
