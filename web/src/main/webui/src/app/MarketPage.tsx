import { useState } from 'react'
import { Segmented } from '../components/Segmented'
import { marketHeadline } from '../features/market/headline'
import { MarketKpis } from '../features/market/MarketKpis'
import { OrderBook } from '../features/market/OrderBook'
import { TradeTape } from '../features/market/TradeTape'
import { Settlements } from '../features/settlements/Settlements'
import { api, intervalStart } from '../lib/api'
import * as format from '../lib/format'
import { useLive } from '../lib/live'
import { t } from '../lib/messages'
import { useResource } from '../lib/resource'
import type { Site } from './App'
import styles from './Page.module.css'
import { PageHead } from './PageHead'
import { useLostSince } from './stale'

const REFRESH_MILLIS = 2_000
const CHOICES = 4
const LEVELS = 8
const SETTLEMENTS = 40

export default function MarketPage({ site }: { site: Site }) {
  const { area, areas, homes } = site
  const next = useLive((state) => state.book)
  const heardAt = useLive((state) => state.heardAt)
  const lostSince = useLostSince(area.timeZone)
  // Steps after the next open quarter-hour, so that the choice moves on with the market.
  const [ahead, setAhead] = useState(0)
  const step = area.intervalMinutes * 60_000
  const nextStart = next ? intervalStart(next.interval) : null
  const chosen =
    nextStart === null ? null : new Date(nextStart + ahead * step).toISOString().replace('.000Z', 'Z')
  const later = useResource(
    ahead > 0 && chosen ? `book ${area.id} ${chosen}` : null,
    () => api.book(area.id, chosen ?? undefined),
    REFRESH_MILLIS,
  )
  const book = ahead === 0 ? next : later.data
  const trades = useResource(
    chosen ? `trades ${area.id} ${chosen}` : null,
    () => api.trades(area.id, chosen ?? undefined, 30),
    REFRESH_MILLIS,
  )
  const settlements = useResource(
    `settlements ${area.id}`,
    () => api.settlements(area.id, SETTLEMENTS),
    2 * REFRESH_MILLIS,
  )
  const options = Array.from({ length: CHOICES }, (_, index) => ({
    value: String(index),
    text: nextStart === null ? format.MISSING : format.time(nextStart + index * step, area.timeZone),
  }))
  return (
    <>
      <PageHead area={area} areas={areas} sentence={marketHeadline(area, book)} />
      <MarketKpis area={area} book={book} faded={lostSince !== null} />
      <div className={styles.even}>
        <OrderBook
          area={area}
          homes={homes}
          book={book}
          heardAt={heardAt}
          levels={LEVELS}
          detailed
          chooser={
            <div className={styles.chooser}>
              <Segmented
                label={t.book.chooser}
                options={options}
                value={String(ahead)}
                onChange={(value) => setAhead(Number(value))}
              />
            </div>
          }
        />
        <TradeTape area={area} homes={homes} trades={trades.data} />
      </div>
      <div className={styles.full}>
        <Settlements area={area} settlements={settlements.data} shown={10} detailed />
      </div>
    </>
  )
}
