import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import { api } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './Billing.module.css'

interface MonthSumsProps {
  participantId: number
  month: string
}

/** What a home's month has come to so far, a line for each origin of its kWh and each reward. */
export function MonthSums({ participantId, month }: MonthSumsProps) {
  const { data, error } = useResource(`sums ${participantId} ${month}`, () =>
    api.statementSums(participantId, month),
  )
  const nothing = data && data.origins.length === 0 && data.data.days === 0
  return (
    <Card slot="third" title={t.billing.sums(format.month(month))} note={t.billing.sumsNote}>
      {!data && !error && (
        <div className={styles.loading}>
          <Skeleton height={200} />
        </div>
      )}
      {!data && error && <Empty>{error.message || t.failure.detail}</Empty>}
      {nothing && <Empty>{t.billing.noSums}</Empty>}
      {data && !nothing && (
        <table className={`${table.table} ${styles.table}`} data-testid="sums-of-month">
          <caption className="visually-hidden">{t.billing.sums(format.month(month))}</caption>
          <thead>
            <tr>
              <th scope="col">{t.billing.origin}</th>
              <th scope="col" className={table.num}>
                {t.billing.energy}
              </th>
              <th scope="col" className={table.num}>
                {t.billing.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.origins.map(({ origin, energyWh, amount }) => (
              <tr key={origin}>
                <th scope="row" className={styles.origin}>
                  {t.billing.origins[origin]}
                </th>
                <td className={`${table.num} ${table.soft}`}>
                  {energyWh > 0 ? format.energyTraded(energyWh) : ''}
                </td>
                <td className={table.num}>{signed(amount, data.currency)}</td>
              </tr>
            ))}
            {data.data.days > 0 && (
              <tr>
                <th scope="row" className={styles.origin}>
                  {t.billing.dataRead(data.data.days)}
                </th>
                <td />
                <td className={table.num}>{signed(data.data.amount, data.currency)}</td>
              </tr>
            )}
            <tr className={styles.together}>
              <th scope="row" className={styles.origin}>
                {t.billing.together}
              </th>
              <td />
              <td className={table.num}>{signed(data.amount, data.currency)}</td>
            </tr>
          </tbody>
        </table>
      )}
    </Card>
  )
}

/** Words say who pays. */
function signed(amount: string, currency: string): string {
  const text = format.money(amount, currency)
  const sign = format.amountSign(amount)
  return sign === 0 ? text : sign < 0 ? t.billing.paid(text) : t.billing.received(text)
}
