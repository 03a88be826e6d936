import { Button } from '../components/Button'
import { Notice } from '../components/Notice'
import { Skeleton } from '../components/Skeleton'
import { Decided } from '../features/tariffs/Decided'
import { Drafts } from '../features/tariffs/Drafts'
import { InForce } from '../features/tariffs/InForce'
import { NewSheet } from '../features/tariffs/NewSheet'
import { Vat } from '../features/tariffs/Vat'
import { api, type TariffDraft } from '../lib/api'
import { useMarketNow } from '../lib/clock'
import * as format from '../lib/format'
import { t } from '../lib/messages'
import { useResource } from '../lib/resource'
import type { Site } from './App'
import { DeskDoor } from './DeskDoor'
import styles from './Page.module.css'
import { PageHead } from './PageHead'

const REFRESH_MILLIS = 10_000

/** Prices that begin on a day lie at least so many days ahead to be on the safe side of trading. */
const DAYS_AHEAD = 7

/** Dated prices: one person drafts, another publishes. */
export default function TariffsPage({ site }: { site: Site }) {
  return (
    <DeskDoor site={site} roles={['UTILITY', 'OPERATOR']} next="/tariffs">
      <Tariffs site={site} />
    </DeskDoor>
  )
}

function Tariffs({ site: { area, areas, homes } }: { site: Site }) {
  const { data, error, reload } = useResource(
    `tariff drafts ${area.id}`,
    () => api.tariffDrafts(area.id),
    REFRESH_MILLIS,
  )
  const clock = useMarketNow(60_000)
  const waiting = data?.filter((draft) => draft.state === 'DRAFT') ?? []
  const decided = data?.filter((draft) => draft.state !== 'DRAFT') ?? []
  const published = decided.filter((draft) => draft.state === 'PUBLISHED')
  return (
    <>
      <PageHead area={area} areas={areas} sentence={sentence(data)} />
      {error && (
        <Notice
          title={data ? t.failure.stale : t.failure.title}
          act={<Button onClick={reload}>{t.failure.retry}</Button>}
        >
          {error.message || t.failure.detail}
        </Notice>
      )}
      <div className={styles.stack}>
        {!data && !error && (
          <div className={styles.loadingCard}>
            <Skeleton height={220} />
          </div>
        )}
        {data && <Drafts area={area} homes={homes} drafts={waiting} reload={reload} />}
        {clock && (
          <NewSheet
            area={area}
            homes={homes}
            earliest={format.shiftDate(format.isoDate(clock.at, area.timeZone), DAYS_AHEAD)}
            saved={reload}
          />
        )}
        <InForce area={area} homes={homes} round={published.map((draft) => draft.id).join()} />
        <Vat area={area} />
        {data && <Decided area={area} drafts={decided} />}
      </div>
    </>
  )
}

function sentence(drafts: readonly TariffDraft[] | null): string {
  if (!drafts) return t.tariffs.waiting
  const count = drafts.filter((draft) => draft.state === 'DRAFT').length
  return count === 0 ? t.tariffs.none : t.tariffs.some(format.count(count), count === 1)
}
