import { useMemo } from 'react'
import { Connection } from '../features/connection/Connection'
import { OrderBook } from '../features/market/OrderBook'
import { Settlements } from '../features/settlements/Settlements'
import { headline } from '../features/village/describe'
import { Powering } from '../features/village/Powering'
import { Street } from '../features/village/Street'
import { VillageKpis } from '../features/village/VillageKpis'
import { useMarketNow } from '../lib/clock'
import { villageNow } from '../lib/flows'
import * as format from '../lib/format'
import { useLive, useVillage } from '../lib/live'
import { t } from '../lib/messages'
import type { Site } from './App'
import styles from './Page.module.css'
import { PageHead } from './PageHead'
import { useLostSince } from './stale'

/** Whom the live figures are about: the street, or of it what one may see. */
function whoseFigures({ area, homes }: Site): string {
  const seen = homes.filter((home) => !home.hidden)
  return seen.length === homes.length || seen.length === 0
    ? area.name
    : t.village.ownHomes(seen.map((h) => h.name))
}

export function VillagePage({ site }: { site: Site }) {
  const { area, areas, homes } = site
  const village = useVillage()
  const heardAt = useLive((state) => state.villageHeardAt)
  const seq = useLive((state) => state.villageSeq)
  const ready = useLive((state) => state.status?.ready !== false)
  const lostSince = useLostSince(area.timeZone)
  const now = useMemo(() => (village ? villageNow(village.homes, village.flows) : null), [village])
  const clock = useMarketNow(1000)
  const hour = clock ? format.hourOfDay(clock.at, area.timeZone) : null
  const night = hour !== null && (hour < 6 || hour > 20)
  return (
    <>
      <PageHead
        area={area}
        areas={areas}
        sentence={
          lostSince === null
            ? headline(whoseFigures(site), ready, now, village?.flows ?? [], night)
            : t.headline.lost(area.name, lostSince)
        }
      />
      <VillageKpis area={area} now={now} faded={lostSince !== null} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Street
            area={area}
            homes={homes}
            village={village}
            heardAt={heardAt}
            seq={seq}
            stopped={lostSince !== null}
            hour={hour}
          />
          <LiveConnection site={site} />
          <LiveSettlements site={site} />
        </div>
        <div className={styles.column}>
          <LiveBook site={site} />
          <Powering area={area} homes={homes} flows={village?.flows ?? []} />
        </div>
      </div>
    </>
  )
}

// These listen for themselves, so that a change of the book does not draw the street again.

function LiveBook({ site }: { site: Site }) {
  const book = useLive((state) => state.book)
  const heardAt = useLive((state) => state.heardAt)
  return <OrderBook area={site.area} homes={site.homes} book={book} heardAt={heardAt} levels={5} />
}

function LiveConnection({ site }: { site: Site }) {
  const balancing = useLive((state) => state.status?.balancing ?? null)
  return balancing && <Connection area={site.area} balancing={balancing} />
}

function LiveSettlements({ site }: { site: Site }) {
  const settlements = useLive((state) => state.settlements)
  return <Settlements area={site.area} settlements={settlements} shown={8} />
}
