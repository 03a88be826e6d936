import { useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import { type Area, api } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './Billing.module.css'
import { Documents } from './Documents'
import { FinalityNote } from './FinalityNote'
import { monthsTo } from './months'

const MONTHS = 13

/** All documents of an area's month with what they come to; for operators and utilities. */
export function AreaMonth({ area, today }: { area: Area; today: string }) {
  const running = today.slice(0, 7)
  const [month, setMonth] = useState(running)
  const { data, error, reload } = useResource(`area invoices ${area.id} ${month}`, () =>
    api.areaInvoices(area.id, month),
  )
  const sums =
    data &&
    [
      { text: t.billing.bought, net: data.totals.boughtNet, vat: data.totals.boughtVat },
      { text: t.billing.sold, net: data.totals.soldNet, vat: data.totals.soldVat },
      { text: t.billing.data, net: data.totals.dataNet, vat: data.totals.dataVat },
    ].filter(({ text, net }) => text !== t.billing.data || format.amountSign(net) !== 0)
  return (
    <Card
      slot="last"
      title={t.billing.all(area.name)}
      note={
        <>
          {t.billing.allNote}{' '}
          <span className={styles.sentence}>
            <FinalityNote area={area} month={month} today={today} />
          </span>
        </>
      }
      aside={
        <select
          className={styles.select}
          aria-label={t.billing.month}
          value={month}
          onChange={(event) => setMonth(event.target.value)}
        >
          {monthsTo(running, MONTHS).map((one) => (
            <option key={one} value={one}>
              {format.month(one)}
            </option>
          ))}
        </select>
      }
    >
      {!data && !error && (
        <div className={styles.loading}>
          <Skeleton height={200} />
        </div>
      )}
      {!data && error && (
        <>
          <Empty>{error.message || t.failure.detail}</Empty>
          <Button onClick={reload}>{t.failure.retry}</Button>
        </>
      )}
      {data?.problems.map(({ participantId, problem }) => (
        <p key={participantId} className={styles.problem} role="alert">
          {t.billing.problem(String(participantId), problem)}
        </p>
      ))}
      {data?.invoices.length === 0 && <Empty>{t.billing.noneOfMonth(format.month(month))}</Empty>}
      {data && data.invoices.length > 0 && (
        <>
          <dl className={styles.sums} data-testid="sums">
            {sums?.map(({ text, net, vat }) => (
              <div key={text}>
                <dt>{text}</dt>
                <dd>
                  {format.money(net, area.currency)}
                  <span className={styles.of}> {t.billing.vat(format.money(vat, area.currency))}</span>
                </dd>
              </div>
            ))}
          </dl>
          <Documents invoices={data.invoices} named />
          <a
            className={styles.export}
            href={api.areaInvoicesFile(area.id, month)}
            download={`${area.name} ${month}.csv`}
          >
            {t.billing.export(format.month(month))}
          </a>
        </>
      )}
    </Card>
  )
}
