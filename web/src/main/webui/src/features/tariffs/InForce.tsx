import { useState } from 'react'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import { type Area, api, type Home, type Tariff } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { tariffHours, tariffText } from './sheet'
import styles from './Tariffs.module.css'

interface InForceProps {
  area: Area
  homes: readonly Home[]
  /** Changes when prices were published. */
  round: string
}

/** Dated prices of the area or of one home. */
export function InForce({ area, homes, round }: InForceProps) {
  const [owner, setOwner] = useState('')
  const { data, error } = useResource(`tariffs ${area.id} ${owner} ${round}`, () =>
    api.tariffs(area.id, owner === '' ? undefined : Number(owner)),
  )
  return (
    <Card
      title={t.tariffs.inForce}
      note={t.tariffs.inForceNote}
      aside={
        <select
          className={styles.input}
          aria-label={t.tariffs.owner}
          value={owner}
          onChange={(event) => setOwner(event.target.value)}
        >
          <option value="">{t.tariffs.ofArea}</option>
          {homes.map((home) => (
            <option key={home.participantId} value={home.participantId}>
              {home.name}
            </option>
          ))}
        </select>
      }
    >
      {!data && !error && <Skeleton height={90} />}
      {!data && error && <Empty>{error.message || t.failure.detail}</Empty>}
      {data?.length === 0 && <Empty>{t.tariffs.nothing}</Empty>}
      {data && data.length > 0 && <Prices area={area} prices={data} />}
    </Card>
  )
}

function Prices({ area, prices }: { area: Area; prices: readonly Tariff[] }) {
  return (
    <table className={`${table.table} ${table.folding} ${styles.prices}`} data-testid="in-force">
      <caption className="visually-hidden">{t.tariffs.inForce}</caption>
      <thead>
        <tr>
          <th scope="col">{t.tariffs.kind}</th>
          <th scope="col">{t.tariffs.validity}</th>
          <th scope="col">{t.tariffs.basis}</th>
          <th scope="col" className={table.num}>
            {t.tariffs.microOf(format.minorUnit(area.currency))}
          </th>
        </tr>
      </thead>
      <tbody>
        {prices.map((price) => (
          <tr key={`${price.kind} ${price.name} ${price.validFrom} ${tariffHours(price)} ${price.distance}`}>
            <th scope="row">
              {tariffText(price)}
              <span className={styles.name}>
                {price.name}, {tariffHours(price)}
              </span>
            </th>
            <td>
              {price.validUntil
                ? t.tariffs.until(format.date(price.validFrom), format.date(price.validUntil))
                : t.tariffs.since(format.date(price.validFrom))}
            </td>
            <td className={table.soft}>{price.legalBasis}</td>
            <td className={table.num}>{format.priceExact(price.priceMicro, area.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
