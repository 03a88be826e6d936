import table from '../../components/table.module.css'
import { api, type Invoice } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './Billing.module.css'
import { Downloads } from './Downloads'

interface DocumentsProps {
  invoices: readonly Invoice[]
  /** Whether the table says whom each is for. */
  named?: boolean
}

/** Invoices and credit notes, newest first. */
export function Documents({ invoices, named = false }: DocumentsProps) {
  return (
    <table className={`${table.table} ${table.folding} ${styles.table}`} data-testid="invoices">
      <caption className="visually-hidden">{t.billing.invoices}</caption>
      <thead>
        <tr>
          <th scope="col">{t.billing.number}</th>
          <th scope="col">{named ? t.billing.home : t.billing.month}</th>
          <th scope="col">{t.billing.kind}</th>
          <th scope="col" className={table.num}>
            {t.billing.amount}
          </th>
          <th scope="col">{t.billing.download}</th>
        </tr>
      </thead>
      <tbody>
        {invoices.toReversed().map((one) => (
          <tr key={one.number}>
            <th scope="row">{one.number}</th>
            <td className={table.soft}>{named ? one.name : format.month(one.month)}</td>
            <td>
              {t.billing.kinds[one.kind]}
              {one.reverses && <span className={styles.of}> {t.billing.of(one.reverses)}</span>}
            </td>
            <td className={table.num}>{total(one)}</td>
            <td className={styles.files}>
              <Downloads
                name={one.number}
                pdf={api.invoiceFile(one.participantId, one.number, 'pdf')}
                csv={api.invoiceFile(one.participantId, one.number, 'csv')}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Words say who pays: what is asked for is paid, what is taken back comes back, and so on. */
function total(one: Invoice): string {
  const text = format.money(one.total, one.currency)
  const sold = one.kind === 'SELF_BILLED' || one.kind === 'SELF_BILLED_REVERSAL'
  const toMember = format.amountSign(one.total) < 0 ? !sold : sold
  return toMember ? t.billing.toHome(text) : t.billing.byHome(text)
}
