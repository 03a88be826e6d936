import {
  Bell,
  ChartNoAxesColumn,
  CircleUserRound,
  FileSpreadsheet,
  Gauge,
  House,
  LayoutGrid,
  ListVideo,
  LogIn,
  type LucideIcon,
  MapPinHouse,
  Moon,
  PiggyBank,
  ReceiptText,
  Scale,
  Sun,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Logo } from '../components/Logo'
import type { Role } from '../lib/api'
import { t } from '../lib/messages'
import { Link } from '../lib/router'
import { useTheme } from '../lib/theme'
import { useUnread } from '../lib/unread'
import styles from './Shell.module.css'

interface ShellProps {
  path: string
  homeHref: string
  /** Of the signed-in person's own home; null without one. */
  earningsHref: string | null
  /** Whether somebody is signed in; null while that is not known. */
  signedIn: boolean | null
  /** What of the desk to show. */
  roles: readonly Role[]
  children: ReactNode
}

/** Rail on wide screens, icons on tablets, a bar at the bottom on phones; around every page. */
export function Shell({ path, homeHref, earningsHref, signedIn, roles, children }: ShellProps) {
  const [theme, toggleTheme] = useTheme()
  const dark = theme === 'dark'
  const staff = roles.includes('UTILITY') || roles.includes('OPERATOR')
  const pages: NavItem[] = [
    { href: '/', text: t.app.village, icon: MapPinHouse, current: path === '/' || path.startsWith('/?') },
    {
      href: homeHref,
      text: t.app.home,
      icon: House,
      current: /^\/home\/(?!\d+\/earnings)/.test(path) || (path.startsWith('/billing') && !staff),
    },
    { href: '/market', text: t.app.market, icon: ChartNoAxesColumn, current: path.startsWith('/market') },
    ...(earningsHref
      ? [
          {
            href: earningsHref,
            text: t.earnings.title,
            icon: PiggyBank,
            current: /^\/home\/\d+\/earnings/.test(path),
          },
        ]
      : []),
    // Also for whoever may still sign in as an operator.
    ...(signedIn
      ? []
      : [{ href: '/meters', text: t.app.meters, icon: Gauge, current: path.startsWith('/meters') }]),
    ...(staff ? deskPages(path, roles.includes('OPERATOR')) : []),
  ]
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        {t.app.skip}
      </a>
      <header className={styles.rail}>
        <Link href="/" className={styles.brand} aria-label={t.app.name}>
          <Logo />
          <span className={styles.brandName}>{t.app.name}</span>
        </Link>
        <nav aria-label={t.app.navigation} className={styles.nav}>
          {pages.map((page) => (
            <Link
              key={page.text}
              href={page.href}
              className={[styles.item, page.on && styles[page.on]].filter(Boolean).join(' ')}
              aria-current={page.current ? 'page' : undefined}
              title={page.text}
            >
              <page.icon size={20} aria-hidden="true" />
              <span>{page.text}</span>
            </Link>
          ))}
          <button
            type="button"
            className={`${styles.item} ${styles.theme}`}
            onClick={toggleTheme}
            aria-label={dark ? t.app.toLight : t.app.toDark}
            title={dark ? t.app.toLight : t.app.toDark}
          >
            {dark ? <Sun size={20} aria-hidden="true" /> : <Moon size={20} aria-hidden="true" />}
            <span>{t.app.theme(dark)}</span>
          </button>
          <div className={styles.foot}>
            {signedIn && <NewsLink path={path} />}
            <AccountLink path={path} signedIn={signedIn} />
          </div>
        </nav>
      </header>
      <main id="content" tabIndex={-1} className={styles.main}>
        <div className={styles.corner}>
          {signedIn && <NewsLink path={path} />}
          <AccountLink path={path} signedIn={signedIn} />
        </div>
        {children}
      </main>
    </div>
  )
}

interface NavItem {
  href: string
  text: string
  icon: LucideIcon
  current: boolean
  /** Where there is room for it; everywhere without. */
  on?: 'onRail' | 'onBar'
}

/** Each page of the desk on a rail; one item that leads to them on a phone's bar. */
function deskPages(path: string, operator: boolean): NavItem[] {
  const { pages } = t.desk
  const all = [
    { href: '/tariffs', text: pages.tariffs, icon: ReceiptText },
    { href: '/billing', text: pages.billing, icon: FileSpreadsheet },
    ...(operator
      ? [
          { href: '/events', text: pages.events, icon: ListVideo },
          { href: '/meters', text: pages.meters, icon: Gauge },
          { href: '/balancing', text: pages.balancing, icon: Scale },
        ]
      : []),
  ].map((page) => ({ ...page, on: 'onRail' as const, current: path.startsWith(page.href) }))
  const current = path.startsWith('/desk') || all.some((page) => page.current)
  return [...all, { href: '/desk', text: t.desk.title, icon: LayoutGrid, on: 'onBar', current }]
}

/** In the rail's foot, or in the corner of a phone. */
function AccountLink({ path, signedIn }: { path: string; signedIn: boolean | null }) {
  const Icon = signedIn ? CircleUserRound : LogIn
  const text = signedIn ? t.app.you : t.app.signIn
  const current = path.startsWith('/you') || path.startsWith('/sign-in')
  return (
    <Link
      href="/you"
      className={styles.item}
      aria-current={current ? 'page' : undefined}
      title={text}
      hidden={signedIn === null}
    >
      <Icon size={20} aria-hidden="true" />
      <span>{text}</span>
    </Link>
  )
}

/** With how much of it was not read. */
function NewsLink({ path }: { path: string }) {
  const unread = useUnread()
  return (
    <Link
      href="/notifications"
      className={styles.item}
      aria-current={path.startsWith('/notifications') ? 'page' : undefined}
      aria-label={t.notifications.unread(unread)}
      title={t.notifications.title}
    >
      <i className={styles.bell} aria-hidden="true">
        <Bell size={20} />
        {unread > 0 && (
          <b className={styles.unread} data-testid="unread" data-count={unread > 9 ? '9+' : unread} />
        )}
      </i>
      <span>{t.notifications.title}</span>
    </Link>
  )
}
