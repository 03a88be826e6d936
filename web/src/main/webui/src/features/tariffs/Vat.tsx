import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import { type Area, api, type CountryPack } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './Tariffs.module.css'

/** What VAT the country of the area's invoices has for each role. */
export function Vat({ area }: { area: Area }) {
  const issuers = useResource(`invoicing ${area.id}`, () => api.invoicing(area.id))
  const country = issuers.data?.at(-1)?.country ?? null
  const pack = useResource(country && `pack ${country}`, () => api.countryPack(country ?? ''))
  const error = issuers.error ?? pack.error
  return (
    <Card title={t.tariffs.vat} note={country ? t.tariffs.vatNote(country) : undefined}>
      {issuers.data && !country && <Empty>{t.tariffs.noVat}</Empty>}
      {!error && (!issuers.data || (country && !pack.data)) && <Skeleton height={90} />}
      {error && !pack.data && <Empty>{error.message || t.failure.detail}</Empty>}
      {pack.data && <Rates pack={pack.data} />}
    </Card>
  )
}

function Rates({ pack }: { pack: CountryPack }) {
  return (
    <table className={`${table.table} ${table.folding} ${styles.prices}`}>
      <caption className="visually-hidden">{t.tariffs.vat}</caption>
      <thead>
        <tr>
          <th scope="col">{t.tariffs.role}</th>
          <th scope="col">{t.tariffs.validity}</th>
          <th scope="col">{t.tariffs.basis}</th>
          <th scope="col" className={table.num}>
            {t.tariffs.rate}
          </th>
        </tr>
      </thead>
      <tbody>
        {pack.vat.map((rule) => (
          <tr key={`${rule.role} ${rule.treatment} ${rule.validFrom}`}>
            <th scope="row">{t.tariffs.roles[rule.role]}</th>
            <td>
              {rule.validUntil
                ? t.tariffs.until(format.date(rule.validFrom), format.date(rule.validUntil))
                : t.tariffs.since(format.date(rule.validFrom))}
            </td>
            <td className={table.soft}>{rule.legalBasis}</td>
            <td className={table.num}>
              {rule.treatment === 'CHARGED'
                ? format.permille(rule.ratePermille)
                : t.tariffs.treatments[rule.treatment]}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
