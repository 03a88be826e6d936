import { Notice } from '../components/Notice'
import { AreaMonth } from '../features/billing/AreaMonth'
import { HomeInvoices } from '../features/billing/HomeInvoices'
import { MonthSums } from '../features/billing/MonthSums'
import { Refused } from '../features/billing/Refused'
import { Rewards } from '../features/billing/Rewards'
import { Statements } from '../features/billing/Statements'
import { api, type Home, type Invoice } from '../lib/api'
import { useMarketNow } from '../lib/clock'
import * as format from '../lib/format'
import { t } from '../lib/messages'
import { useResource } from '../lib/resource'
import { Link, navigate } from '../lib/router'
import { useSession } from '../lib/session'
import type { Site } from './App'
import styles from './Page.module.css'
import { PageHead } from './PageHead'

/** A home's invoices and statements; with them, for operators and utilities, those of the area. */
export default function BillingPage({ site, homeId }: { site: Site; homeId: string | null }) {
  const { area, areas, homes } = site
  const session = useSession()
  const clock = useMarketNow(60_000)
  const seesAll = session?.roles.some((role) => role === 'UTILITY' || role === 'OPERATOR') ?? false
  const own = session?.homes.map((one) => one.participantId) ?? []
  const open = homes.filter((one) => seesAll || own.includes(one.participantId))
  const home = open.find((one) => one.participantId === Number(homeId)) ?? open[0]
  const invoices = useResource(home ? `invoices ${home.participantId}` : null, () =>
    api.invoices(home?.participantId ?? 0),
  )
  const today = clock ? format.isoDate(clock.at, area.timeZone) : null
  if (session && !home)
    return (
      <>
        <PageHead area={area} sentence={t.billing.closed} />
        <Notice
          title={t.billing.closedDetail}
          act={!session.login && <Link href="/sign-in?next=/billing">{t.meters.login}</Link>}
        />
      </>
    )
  return (
    <>
      <PageHead area={area} areas={areas} sentence={sentence(home, invoices.data)}>
        {open.length > 1 && home && <HomeChooser homes={open} id={home.participantId} />}
      </PageHead>
      <div className={styles.columns}>
        <div className={styles.column}>
          <HomeInvoices {...invoices} />
          {home && today && <MonthSums participantId={home.participantId} month={today.slice(0, 7)} />}
        </div>
        <div className={styles.column}>
          {home && today && (
            <Statements
              area={area}
              participantId={home.participantId}
              today={today}
              month={today.slice(0, 7)}
            />
          )}
          <Rewards area={area} />
        </div>
      </div>
      {seesAll && today && (
        <div className={styles.full}>
          <AreaMonth area={area} today={today} />
        </div>
      )}
      {session?.roles.includes('OPERATOR') && (
        <div className={styles.full}>
          <Refused />
        </div>
      )}
    </>
  )
}

function sentence(home: Home | undefined, invoices: readonly Invoice[] | null): string {
  const last = invoices?.at(-1)
  if (!home || !invoices) return t.billing.waiting
  if (!last) return t.billing.nothing(home.name)
  return t.billing.last(home.name, format.month(last.month), last.number)
}

function HomeChooser({ homes, id }: { homes: readonly Home[]; id: number }) {
  return (
    <select
      className={styles.select}
      aria-label={t.home.choose}
      value={id}
      onChange={(event) => navigate(`/billing?home=${event.target.value}`)}
    >
      {homes.map((home) => (
        <option key={home.participantId} value={home.participantId}>
          {home.name}
        </option>
      ))}
    </select>
  )
}
