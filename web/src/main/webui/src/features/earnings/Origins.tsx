import { type EnergyKind, Swatch } from '../../components/Swatch'
import table from '../../components/table.module.css'
import type { EarningsPart, EarningsSpan, OriginName } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './Earnings.module.css'
import { ORDER } from './layers'

const KIND: Record<OriginName, EnergyKind> = {
  OWN: 'solar',
  OWN_THROUGH_GRID: 'solar',
  MATCHED_SOLD: 'neighbours',
  MATCHED_BOUGHT: 'neighbours',
  POOL_SOLD: 'neighbours',
  POOL_BOUGHT: 'neighbours',
  RESIDUAL_FEED_IN: 'grid',
  RESIDUAL_SUPPLY: 'grid',
  OTHER: 'unsettled',
}

/** An amount in words: the figures have no sign. */
export function amountInWords(amount: string, currency: string): string {
  const text = format.money(amount, currency)
  const sign = format.amountSign(amount)
  return sign < 0 ? t.earnings.origins.pays(text) : sign > 0 ? t.earnings.origins.gets(text) : text
}

/** What the kWh of each origin came to, and what the supplier alone would have made of it. */
export function OriginsTable({
  span,
  currency,
  caption,
}: {
  span: EarningsSpan
  currency: string
  caption: string
}) {
  const words = t.earnings.origins
  return (
    <table className={`${table.table} ${styles.origins}`} data-testid="origins">
      <caption className={styles.caption}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.origin}</th>
          <th scope="col" className={table.num}>
            {words.energy}
          </th>
          <th scope="col" className={table.num}>
            {words.amount}
          </th>
          <th scope="col" className={`${table.num} ${table.wide}`}>
            {words.alone}
          </th>
        </tr>
      </thead>
      <tbody>
        {inOrder(span.origins).map((part) => (
          <tr key={part.origin}>
            <th scope="row" className={styles.origin}>
              <Swatch kind={KIND[part.origin]} />
              <span>{words.names[part.origin]}</span>
            </th>
            <td className={table.num}>{format.energy(part.energyWh)}</td>
            <td className={table.num}>{partAmount(part, span, currency)}</td>
            <td className={`${table.num} ${table.soft} ${table.wide}`}>{aloneAmount(part, currency)}</td>
          </tr>
        ))}
        <tr className={styles.total}>
          <th scope="row">{words.total}</th>
          <td />
          <td className={table.num}>{amountInWords(span.amount, currency)}</td>
          <td className={`${table.num} ${table.soft} ${table.wide}`}>
            {span.aloneAmount === null ? format.MISSING : amountInWords(span.aloneAmount, currency)}
          </td>
        </tr>
      </tbody>
    </table>
  )
}

const inOrder = (parts: readonly EarningsPart[]) =>
  [...parts].sort((one, other) => ORDER.indexOf(one.origin) - ORDER.indexOf(other.origin))

/** Nothing for what passes no meter: it would be used at home with any supplier. */
function aloneAmount(part: EarningsPart, currency: string): string {
  if (part.origin === 'OWN') return ''
  return part.aloneAmount === null ? format.MISSING : amountInWords(part.aloneAmount, currency)
}

function partAmount(part: EarningsPart, span: EarningsSpan, currency: string): string {
  return part.origin === 'OWN'
    ? t.earnings.origins.saves(format.money(span.ownWorthAmount, currency))
    : amountInWords(part.amount, currency)
}
