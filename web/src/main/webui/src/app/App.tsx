import { lazy, Suspense, useEffect, useState } from 'react'
import { HatchPatterns } from '../components/Hatch'
import { type Area, api, type Home, type Session } from '../lib/api'
import { FirstView } from '../lib/firstView'
import { liveStore, useLive } from '../lib/live'
import { t } from '../lib/messages'
import { areaAt, areasOf, useChosenArea } from '../lib/place'
import { useResource } from '../lib/resource'
import { useLocation } from '../lib/router'
import { loadSession, useSession, useSessionFailed } from '../lib/session'
import { NotFoundPage } from './NotFoundPage'
import { Shell } from './Shell'
import { Failure, Waiting } from './states'
import { VillagePage } from './VillagePage'

/** Parts of the app that are loaded when an address asks for them. */
const load = {
  balancing: () => import('./BalancingPage'),
  billing: () => import('./BillingPage'),
  community: () => import('./CommunityPage'),
  earnings: () => import('./EarningsPage'),
  desk: () => import('./DeskPage'),
  events: () => import('./EventsPage'),
  home: () => import('./HomePage'),
  join: () => import('./JoinPage'),
  mailed: () => import('./MailedPages'),
  market: () => import('./MarketPage'),
  meters: () => import('./MetersPage'),
  notifications: () => import('./NotificationsPage'),
  signIn: () => import('./SignInPage'),
  strategy: () => import('./StrategyPage'),
  tariffs: () => import('./TariffsPage'),
  you: () => import('./YouPage'),
}

const BalancingPage = lazy(load.balancing)
const BillingPage = lazy(load.billing)
const CommunityPage = lazy(load.community)
const EarningsPage = lazy(load.earnings)
const DeskPage = lazy(load.desk)
const EventsPage = lazy(load.events)
const HomePage = lazy(load.home)
const JoinPage = lazy(load.join)
const MailedPage = lazy(load.mailed)
const MarketPage = lazy(load.market)
const MetersPage = lazy(load.meters)
const NotificationsPage = lazy(load.notifications)
const SignInPage = lazy(load.signIn)
const StrategyPage = lazy(load.strategy)
const TariffsPage = lazy(load.tariffs)
const YouPage = lazy(load.you)

/** Begins to load what an address will show, before it is known who asks. */
export function loadAhead(path: string): void {
  const [, first = '', , view] = path.split('/')
  const ahead: Record<string, () => Promise<unknown>> = {
    ...load,
    home: view === 'earnings' ? load.earnings : view === 'strategy' ? load.strategy : load.home,
    'sign-in': load.signIn,
  }
  // What fails now is tried again when it is shown.
  if (Object.hasOwn(ahead, first)) ahead[first]?.().catch(() => {})
}

/** What every page needs to know about the street. */
export interface Site {
  area: Area
  /** Among which somebody may choose, the one shown included. */
  areas: readonly Area[]
  homes: readonly Home[]
}

export function App() {
  const path = useLocation()
  const session = useSession()
  const looksOn = session !== null && (session.openReads || session.login !== undefined)
  const site = useSite(looksOn ? session : null, path)
  const [page, title, sentence] = accountPage(path, session, looksOn) ?? route(path, site.data)
  const [lastHome, setLastHome] = useState<string | null>(null)
  const homeId = path.match(/^\/home\/(\d+)/)?.[1]
  useEffect(() => {
    if (homeId) setLastHome(homeId)
  }, [homeId])
  useEffect(() => {
    document.title = t.app.title(title)
  }, [title])
  const homes = session?.homes ?? []
  const ownHome = (homes.find(({ areaId }) => areaId === site.data?.area.id) ?? homes[0])?.participantId
  const firstHome = ownHome ?? site.data?.homes[0]?.participantId
  const shownHome = site.data?.homes.some(({ participantId }) => String(participantId) === lastHome)
  const homeHref = `/home/${homeId ?? (shownHome ? lastHome : firstHome) ?? ''}`
  const unanswered = useSessionFailed() && session === null
  const waiting = <Waiting path={path} sentence={sentence} />
  return (
    <>
      <HatchPatterns />
      <Shell
        path={path}
        homeHref={homeHref}
        earningsHref={ownHome ? `/home/${ownHome}/earnings` : null}
        signedIn={session && session.login !== undefined}
        roles={session?.roles ?? []}
      >
        {(site.failed && page === null) || unanswered ? (
          <Failure retry={unanswered ? loadSession : site.reload} />
        ) : (
          <Suspense fallback={waiting}>
            {page ? <FirstView waiting={waiting}>{page}</FirstView> : waiting}
          </Suspense>
        )}
      </Shell>
    </>
  )
}

/** The site as this person sees it at an address; null while nobody may look on. */
function useSite(
  session: Session | null,
  path: string,
): { data: Site | null; failed: boolean; reload: () => void } {
  const login = session && (session.login ?? '')
  const areas = useResource(login === null ? null : `areas ${login}`, api.areas)
  const wanted = useChosenArea()
  const area = session && areas.data && areaAt(path, session, areas.data, wanted)
  const only = areas.data?.length === 1
  const homes = useResource(area ? `homes ${area.id} ${login}` : null, () => api.homes(area?.id ?? 0))
  useEffect(() => (login === null ? undefined : stayLive()), [login])
  useEffect(() => {
    if (area) liveStore.follow(area.id, only)
  }, [area, only])
  useNewHomes(homes.data, homes.reload)
  const error = areas.error ?? homes.error
  return {
    data:
      session && area && areas.data && homes.data
        ? { area, areas: areasOf(session, areas.data), homes: homes.data }
        : null,
    failed: error !== null && !(area && homes.data),
    reload: () => {
      areas.reload()
      homes.reload()
    },
  }
}

/** Follows the market until what it returns is called. */
function stayLive(): () => void {
  const start = () => liveStore.start()
  const stop = () => liveStore.stop()
  const wake = () => {
    if (!document.hidden) liveStore.wake()
  }
  start()
  window.addEventListener('online', wake)
  document.addEventListener('visibilitychange', wake)
  // A page taken from the browser's back cache has a dead socket.
  window.addEventListener('pageshow', start)
  window.addEventListener('pagehide', stop)
  return () => {
    window.removeEventListener('online', wake)
    document.removeEventListener('visibilitychange', wake)
    window.removeEventListener('pageshow', start)
    window.removeEventListener('pagehide', stop)
    stop()
  }
}

/** Asks again for the homes when the street reports one that is not on the list. */
function useNewHomes(homes: readonly Home[] | null, reload: () => void): void {
  const count = useLive((state) => state.village?.homes.length ?? null)
  const known = homes?.length ?? null
  useEffect(() => {
    if (count !== null && known !== null && count > known) reload()
  }, [count, known, reload])
}

type Shown = [page: React.ReactNode, title: string, sentence?: string]

/** Pages about who one is, which need no site; also in the place of any that needs a sign-in. */
function accountPage(path: string, session: Session | null, looksOn: boolean): Shown | null {
  if (!session) return null
  const url = new URL(path, 'http://localhost')
  const signIn = (next: string): Shown => [
    <SignInPage key="sign-in" next={next} openReads={session.openReads} />,
    t.signIn.title,
  ]
  if (url.pathname === '/join') return [<JoinPage key="join" session={session} />, t.join.title]
  if (url.pathname === '/verify') return [<MailedPage key="verify" path="/verify" />, t.verify.title]
  if (url.pathname === '/forgot' || url.pathname === '/new-password')
    return [<MailedPage key={url.pathname} path={url.pathname} />, t.reset.title]
  if (url.pathname === '/sign-in') return signIn(pathOf(url.searchParams.get('next')))
  if (url.pathname === '/notifications')
    return session.login
      ? [<NotificationsPage key="notifications" />, t.notifications.title]
      : signIn('/notifications')
  if (url.pathname === '/you')
    return session.login
      ? [<YouPage key="you" session={session} />, t.you.title, t.you.hello(session.name ?? '')]
      : signIn('/you')
  return looksOn ? null : signIn(path)
}

/** Only paths of this page: a link to it may not lead elsewhere. */
const pathOf = (next: string | null) => (next?.match(/^\/(?![/\\])/) ? next : '/')

function route(path: string, site: Site | null): Shown {
  const url = new URL(path, 'http://localhost')
  const [, home, view] = url.pathname.match(/^\/home\/(\d+)(?:\/(strategy|earnings))?\/?$/) ?? []
  if (url.pathname === '/') return [site && <VillagePage site={site} />, t.village.title]
  if (url.pathname === '/market') return [site && <MarketPage site={site} />, t.market.title]
  if (url.pathname === '/balancing') return [site && <BalancingPage site={site} />, t.balancing.title]
  if (url.pathname === '/desk') return [site && <DeskPage site={site} />, t.desk.title]
  if (url.pathname === '/events')
    return [site && <EventsPage site={site} search={url.searchParams} />, t.events.title]
  if (url.pathname === '/tariffs') return [site && <TariffsPage site={site} />, t.tariffs.title]
  if (url.pathname === '/meters') return [site && <MetersPage site={site} />, t.meters.title]
  if (url.pathname === '/community')
    return [site && <CommunityPage site={site} homeId={url.searchParams.get('home')} />, t.community]
  if (url.pathname === '/billing')
    return [
      site && <BillingPage key="billing" site={site} homeId={url.searchParams.get('home')} />,
      t.billing.title,
    ]
  if (home) {
    const found = site?.homes.find((one) => one.participantId === Number(home))
    if (found?.hidden) return [<NotFoundPage key="hidden" text={t.failure.homeHidden} />, t.home.title]
    if (site && !found) return [<NotFoundPage key="missing" text={t.failure.homeMissing} />, t.home.title]
    if (view === 'earnings')
      return [
        site && found && (
          <EarningsPage
            key={`earnings ${home}`}
            site={site}
            home={found}
            period={url.searchParams.get('period')}
            follow={url.searchParams.get('follow')}
          />
        ),
        t.earnings.title,
      ]
    if (view === 'strategy')
      return [site && found && <StrategyPage key={home} site={site} home={found} />, t.strategy.page]
    const date = url.searchParams.get('date')
    return [
      site && found && <HomePage key={home} site={site} home={found} date={date} />,
      found?.name ?? t.home.title,
    ]
  }
  // Whoever is not known yet may still find a page of their own here.
  return [site && <NotFoundPage key="none" text={t.app.notFound} />, t.app.name]
}
