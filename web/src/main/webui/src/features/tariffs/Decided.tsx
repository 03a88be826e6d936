import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import table from '../../components/table.module.css'
import type { Area, TariffDraft } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './Tariffs.module.css'

/** Who drafted, published and took back which sheet. */
export function Decided({ area, drafts }: { area: Area; drafts: readonly TariffDraft[] }) {
  const moment = (at: string) => format.momentAt(at, area.timeZone)
  return (
    <Card title={t.tariffs.decided} note={t.tariffs.decidedNote}>
      {drafts.length === 0 && <Empty>{t.tariffs.noDecided}</Empty>}
      {drafts.length > 0 && (
        <table className={`${table.table} ${table.folding} ${styles.decided}`} data-testid="decided">
          <caption className="visually-hidden">{t.tariffs.decided}</caption>
          <thead>
            <tr>
              <th scope="col">{t.tariffs.sheet}</th>
              <th scope="col">{t.tariffs.what}</th>
            </tr>
          </thead>
          <tbody>
            {drafts.map((draft) => (
              <tr key={draft.id}>
                <th scope="row">
                  {t.tariffs.from(format.date(draft.validFrom))}
                  <span className={styles.name}>
                    {draft.legalBasis},{' '}
                    {t.tariffs.prices(format.count(draft.prices.length), draft.prices.length === 1)}
                  </span>
                </th>
                <td>
                  {draft.decidedAt &&
                    (draft.state === 'PUBLISHED' ? t.tariffs.published : t.tariffs.withdrawn)(
                      draft.decidedBy ?? format.MISSING,
                      moment(draft.decidedAt),
                    )}
                  <span className={styles.name}>
                    {t.tariffs.draftedBy(draft.draftedBy, moment(draft.draftedAt))}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}
