import { useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { ApiError, type Area, api, type Home, type TariffDraft } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { Effect } from './Effect'
import { SheetPrices } from './SheetPrices'
import styles from './Tariffs.module.css'

interface DraftsProps {
  area: Area
  homes: readonly Home[]
  drafts: readonly TariffDraft[]
  reload: () => void
}

/** Sheets that wait for a second person. */
export function Drafts({ area, homes, drafts, reload }: DraftsProps) {
  return (
    <Card title={t.tariffs.drafts} note={t.tariffs.draftsNote}>
      {drafts.length === 0 && <Empty>{t.tariffs.noDrafts}</Empty>}
      {drafts.map((draft) => (
        <Draft key={draft.id} area={area} homes={homes} draft={draft} reload={reload} />
      ))}
    </Card>
  )
}

function Draft({ area, homes, draft, reload }: Omit<DraftsProps, 'drafts'> & { draft: TariffDraft }) {
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const day = format.date(draft.validFrom)
  const decide = (work: (area: number, draft: number) => Promise<unknown>) => {
    setBusy(true)
    setFailure(null)
    work(area.id, draft.id)
      .then(reload, (reason: unknown) => {
        setFailure((reason instanceof ApiError && reason.message) || t.failure.detail)
        setAsked(false)
      })
      .finally(() => setBusy(false))
  }
  return (
    <article className={styles.draft} data-testid={`draft-${draft.id}`}>
      <header className={styles.draftHead}>
        <h3 className={styles.heading}>{t.tariffs.from(day)}</h3>
        <p className={styles.soft}>{draft.legalBasis}</p>
        <p className={styles.soft}>
          {t.tariffs.draftedBy(draft.draftedBy, format.momentAt(draft.draftedAt, area.timeZone))}
        </p>
      </header>
      <SheetPrices area={area} homes={homes} draft={draft} />
      <Effect area={area} homes={homes} draft={draft} />
      {asked ? (
        <fieldset className={styles.confirm} aria-label={t.tariffs.publishSheet(day)}>
          <p>{t.tariffs.confirm(day)}</p>
          <Button kind="primary" disabled={busy} onClick={() => decide(api.publishTariffs)}>
            {t.tariffs.confirmed}
          </Button>
          <Button disabled={busy} onClick={() => setAsked(false)}>
            {t.tariffs.keep}
          </Button>
        </fieldset>
      ) : (
        <div className={styles.acts}>
          {draft.own ? (
            <p className={styles.soft}>{t.tariffs.ownDraft}</p>
          ) : (
            <Button kind="primary" aria-label={t.tariffs.publishSheet(day)} onClick={() => setAsked(true)}>
              {t.tariffs.publish}
            </Button>
          )}
          <Button
            disabled={busy}
            aria-label={t.tariffs.withdrawSheet(day)}
            onClick={() => decide(api.withdrawTariffs)}
          >
            {t.tariffs.withdraw}
          </Button>
        </div>
      )}
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
    </article>
  )
}
