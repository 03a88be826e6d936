import type { ReactNode } from 'react'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import type { Earnings, EarningsSpan } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { periodUnit } from '../../lib/period'
import { Link } from '../../lib/router'
import styles from './Earnings.module.css'
import { amountInWords } from './Origins'
import { spanName, spanPeriod } from './spans'

interface SpansProps {
  earnings: Earnings | null
  period: string
  /** Address of a shorter period. */
  hrefOf: (period: string) => string
  /** Address that follows a quarter hour to its proof. */
  followHref: (from: string) => string
  /** Beside the title. */
  aside: ReactNode
}

/** The parts of the time that something was settled in, the newest first; each leads further down. */
export function Spans({ earnings, period, hrefOf, followHref, aside }: SpansProps) {
  const unit = periodUnit(period) ?? 'DAY'
  const settled = (earnings?.spans ?? []).filter((span) => span.intervals > 0).reverse()
  return (
    <Card slot="last" title={t.earnings.list.titles[unit]} note={t.earnings.list.note[unit]} aside={aside}>
      {!earnings && (
        <div className={styles.loading}>
          <Skeleton height={240} />
        </div>
      )}
      {earnings && settled.length === 0 && <Empty>{t.earnings.chart.empty}</Empty>}
      {earnings && settled.length > 0 && (
        <ul className={styles.spans} data-testid="spans">
          {settled.map((span) => {
            const name = spanName(earnings, span)
            const href = unit === 'DAY' ? followHref(span.from) : hrefOf(spanPeriod(earnings, span))
            return (
              <li key={span.from}>
                <Link href={href} className={styles.span}>
                  <span className={styles.when}>{name}</span>
                  <span className={styles.estimated}>
                    {span.quality === 'ESTIMATED' ? t.earnings.list.estimated : ''}
                  </span>
                  <span>{amountInWords(span.amount, earnings.currency)}</span>
                </Link>
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}

/** The chart as a table. */
export function SpansTable({ earnings }: { earnings: Earnings }) {
  const { columns } = t.earnings.list
  const settled = earnings.spans.filter((span) => span.intervals > 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t.earnings.chart.title}>
      <table className={table.table} data-testid="earnings-table">
        <caption className="visually-hidden">{t.earnings.chart.title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.span}</th>
            <th scope="col" className={table.num}>
              {columns.sold}
            </th>
            <th scope="col" className={table.num}>
              {columns.bought}
            </th>
            <th scope="col" className={table.num}>
              {columns.amount}
            </th>
            <th scope="col" className={table.num}>
              {columns.better}
            </th>
          </tr>
        </thead>
        <tbody>
          {settled.map((span) => (
            <tr key={span.from}>
              <th scope="row">{spanName(earnings, span)}</th>
              <td className={table.num}>{format.energyTraded(sharedWh(span, 'SOLD'))}</td>
              <td className={table.num}>{format.energyTraded(sharedWh(span, 'BOUGHT'))}</td>
              <td className={table.num}>{amountInWords(span.amount, earnings.currency)}</td>
              <td className={table.num}>{format.money(span.betterAmount, earnings.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Wh that were exchanged with neighbours and the community. */
export const sharedWh = (span: EarningsSpan, direction: 'SOLD' | 'BOUGHT'): number =>
  span.origins
    .filter(({ origin }) => origin === `MATCHED_${direction}` || origin === `POOL_${direction}`)
    .reduce((sum, part) => sum + part.energyWh, 0)
