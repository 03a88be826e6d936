import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import type { Invoice } from '../../lib/api'
import { t } from '../../lib/messages'
import type { Resource } from '../../lib/resource'
import styles from './Billing.module.css'
import { Documents } from './Documents'

/** What a home was invoiced and credited. */
export function HomeInvoices({ data, error, reload }: Resource<Invoice[]>) {
  return (
    <Card slot="first" title={t.billing.invoices} note={t.billing.invoicesNote}>
      {!data && !error && (
        <div className={styles.loading}>
          <Skeleton height={150} />
        </div>
      )}
      {!data && error && (
        <>
          <Empty>{error.message || t.failure.detail}</Empty>
          <Button onClick={reload}>{t.failure.retry}</Button>
        </>
      )}
      {data?.length === 0 && <Empty>{t.billing.noInvoices}</Empty>}
      {data && data.length > 0 && <Documents invoices={data} />}
    </Card>
  )
}
