import { useState } from 'react'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import {
  type Area,
  api,
  type Home,
  type PriceChange,
  type TariffDraft,
  type TariffEffect,
} from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { HomeSelect } from './HomeSelect'
import { changeHours } from './sheet'
import styles from './Tariffs.module.css'

interface EffectProps {
  area: Area
  homes: readonly Home[]
  draft: TariffDraft
}

/** What a sheet changes, hour by hour, and what it would have changed for a home. */
export function Effect({ area, homes, draft }: EffectProps) {
  const concerned = draft.prices.flatMap((one) => one.participantIds)
  const first = homes.find((home) => concerned.includes(home.participantId)) ?? homes[0]
  const [chosen, setChosen] = useState<number | null>(null)
  const home = chosen ?? first?.participantId ?? null
  const { data, error } = useResource(home === null ? null : `effect ${area.id} ${draft.id} ${home}`, () =>
    api.tariffEffect(area.id, draft.id, home ?? 0),
  )
  return (
    <section className={styles.effect} aria-label={t.tariffs.change}>
      <div className={styles.effectHead}>
        <div>
          <h4 className={styles.heading}>{t.tariffs.change}</h4>
          <p className={styles.soft}>{t.tariffs.changeNote}</p>
        </div>
        {home !== null && (
          <HomeSelect label={t.tariffs.sample} homes={homes} value={home} onChange={setChosen} />
        )}
      </div>
      {!data && !error && <Skeleton height={90} />}
      {!data && error && <Empty>{error.message || t.failure.detail}</Empty>}
      {data &&
        (data.week.length === 0 ? (
          <Empty>{t.tariffs.noChange}</Empty>
        ) : (
          <Changes area={area} week={data.week} />
        ))}
      {data && <Past effect={data} />}
    </section>
  )
}

function Changes({ area, week }: { area: Area; week: readonly PriceChange[] }) {
  return (
    <table className={`${table.table} ${styles.changes}`} data-testid="changes">
      <caption className="visually-hidden">{t.tariffs.change}</caption>
      <thead>
        <tr>
          <th scope="col">{t.tariffs.price}</th>
          <th scope="col" className={table.num}>
            {t.tariffs.before}
          </th>
          <th scope="col" className={table.num}>
            {t.tariffs.after}
          </th>
          <th scope="col" className={table.num}>
            {t.tariffs.difference}
          </th>
        </tr>
      </thead>
      <tbody>
        {week.map((one) => (
          <tr key={`${one.kind} ${one.days.join()} ${one.from}`}>
            <th scope="row">
              {t.tariffs.sums[one.kind]}
              <span className={styles.name}>{changeHours(one)}</span>
            </th>
            <td className={table.num}>{format.priceExact(one.beforeMicro, area.currency)}</td>
            <td className={table.num}>{format.priceExact(one.afterMicro, area.currency)}</td>
            <td className={`${table.num} ${table.soft}`}>{difference(one, area.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function difference({ beforeMicro, afterMicro }: PriceChange, currency: string): string {
  const size = format.priceExact(Math.abs(afterMicro - beforeMicro), currency)
  return afterMicro > beforeMicro ? t.tariffs.more(size) : t.tariffs.less(size)
}

/** Words say who pays, as everywhere: figures have no sign. */
function Past({ effect: { home, currency } }: { effect: TariffEffect }) {
  if (!home) return <p className={styles.soft}>{t.tariffs.noEffect}</p>
  return (
    <p className={styles.past} data-testid="sample">
      {pastText(home, currency)}{' '}
      <span className={styles.soft}>
        {t.tariffs.effectOf(
          format.energy(home.supplyWh),
          format.energy(home.sharedWh),
          format.energy(home.feedInWh),
        )}
      </span>
    </p>
  )
}

function pastText(home: NonNullable<TariffEffect['home']>, currency: string): string {
  const sign = format.amountSign(home.difference)
  if (sign === 0) return t.tariffs.same
  const size = format.money(home.difference, currency)
  const [change, opposite] =
    sign > 0 ? [t.tariffs.more(size), t.tariffs.less(size)] : [t.tariffs.less(size), t.tariffs.more(size)]
  const paid = format.amountSign(home.before) >= 0 && format.amountSign(home.after) >= 0
  const said = paid ? t.tariffs.effect : t.tariffs.effectPaid
  const after =
    format.amountSign(home.before) * format.amountSign(home.after) < 0
      ? change
      : `${format.money(home.after, currency)} (${paid ? change : opposite})`
  return said(format.money(home.before, currency), after)
}
