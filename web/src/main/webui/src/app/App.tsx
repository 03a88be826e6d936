import { useEffect, useState } from 'react'
import { HatchPatterns } from '../components/Hatch'
import { type Area, api, type Home } from '../lib/api'
import { liveStore, useLive } from '../lib/live'
import { t } from '../lib/messages'
import { useResource } from '../lib/resource'
import { useLocation } from '../lib/router'
import { HomePage } from './HomePage'
import { MarketPage } from './MarketPage'
import { MetersPage } from './MetersPage'
import { NotFoundPage } from './NotFoundPage'
import { Shell } from './Shell'
import { Failure, Waiting } from './states'
import { VillagePage } from './VillagePage'

/** What every page needs to know about the street. */
export interface Site {
  area: Area
  homes: readonly Home[]
}

export function App() {
  const path = useLocation()
  const site = useSite()
  const [page, title] = route(path, site.data)
  const [lastHome, setLastHome] = useState<string | null>(null)
  const homeId = path.match(/^\/home\/(\d+)/)?.[1]
  useEffect(() => {
    if (homeId) setLastHome(homeId)
  }, [homeId])
  useEffect(() => {
    document.title = t.app.title(title)
  }, [title])
  const firstHome = site.data?.homes[0]?.participantId
  const homeHref = `/home/${homeId ?? lastHome ?? firstHome ?? ''}`
  return (
    <>
      <HatchPatterns />
      <Shell path={path} homeHref={homeHref}>
        {site.failed ? <Failure retry={site.reload} /> : (page ?? <Waiting path={path} />)}
      </Shell>
    </>
  )
}

function useSite(): { data: Site | null; failed: boolean; reload: () => void } {
  const areas = useResource('areas', api.areas)
  const area = areas.data?.[0] ?? null
  const homes = useResource(area ? `homes ${area.id}` : null, () => api.homes(area?.id ?? 0))
  useEffect(() => {
    if (area) liveStore.follow(area.id)
  }, [area])
  useNewHomes(homes.data, homes.reload)
  const error = areas.error ?? homes.error
  return {
    data: area && homes.data ? { area, homes: homes.data } : null,
    failed: error !== null && !(area && homes.data),
    reload: () => {
      areas.reload()
      homes.reload()
    },
  }
}

/** Asks again for the homes when the street reports one that is not on the list. */
function useNewHomes(homes: readonly Home[] | null, reload: () => void): void {
  const count = useLive((state) => state.status?.homes ?? null)
  const known = homes?.length ?? null
  useEffect(() => {
    if (count !== null && known !== null && count > known) reload()
  }, [count, known, reload])
}

function route(path: string, site: Site | null): [page: React.ReactNode, title: string] {
  const url = new URL(path, 'http://localhost')
  const home = url.pathname.match(/^\/home\/(\d+)\/?$/)?.[1]
  if (url.pathname === '/') return [site && <VillagePage site={site} />, t.village.title]
  if (url.pathname === '/market') return [site && <MarketPage site={site} />, t.market.title]
  if (url.pathname === '/meters') return [site && <MetersPage site={site} />, t.meters.title]
  if (home) {
    const found = site?.homes.find((one) => one.participantId === Number(home))
    if (site && !found) return [<NotFoundPage key="missing" text={t.failure.homeMissing} />, t.home.title]
    const date = url.searchParams.get('date')
    return [
      site && found && <HomePage key={home} site={site} home={found} date={date} />,
      found?.name ?? t.home.title,
    ]
  }
  return [<NotFoundPage key="none" text={t.app.notFound} />, t.app.name]
}
