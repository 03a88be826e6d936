import { useMemo } from 'react'
import { OrderBook } from '../features/market/OrderBook'
import { Settlements } from '../features/settlements/Settlements'
import { headline } from '../features/village/describe'
import { Powering } from '../features/village/Powering'
import { Street } from '../features/village/Street'
import { VillageKpis } from '../features/village/VillageKpis'
import { useMarketNow } from '../lib/clock'
import { villageNow } from '../lib/flows'
import * as format from '../lib/format'
import { useLive } from '../lib/live'
import type { Site } from './App'
import styles from './Page.module.css'
import { PageHead } from './PageHead'
import { useStaleness } from './stale'

export function VillagePage({ site }: { site: Site }) {
  const { area, homes } = site
  const live = useLive((state) => state)
  const { stopped } = useStaleness()
  const { village, status } = live
  const now = useMemo(() => (village ? villageNow(village.homes, village.flows) : null), [village])
  const clock = useMarketNow(1000)
  const hour = clock ? format.hourOfDay(clock.at, area.timeZone) : null
  return (
    <>
      <PageHead
        area={area}
        sentence={headline(area.name, status?.ready !== false, now, village?.flows ?? [])}
      />
      <VillageKpis area={area} now={now} faded={stopped} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Street
            area={area}
            homes={homes}
            village={village}
            heardAt={live.villageHeardAt}
            seq={live.villageSeq}
            stopped={stopped}
            hour={hour}
          />
          <Settlements area={area} settlements={live.settlements} shown={8} />
        </div>
        <div className={styles.column}>
          <OrderBook area={area} homes={homes} book={live.book} heardAt={live.heardAt} levels={5} />
          <Powering area={area} homes={homes} flows={village?.flows ?? []} />
        </div>
      </div>
    </>
  )
}
