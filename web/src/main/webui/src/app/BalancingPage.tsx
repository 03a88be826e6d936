import { Notice } from '../components/Notice'
import { Command } from '../features/command/Command'
import { Connection } from '../features/connection/Connection'
import { Rehearsal } from '../features/island/Rehearsal'
import { useLive } from '../lib/live'
import { t } from '../lib/messages'
import { Link } from '../lib/router'
import { useSession } from '../lib/session'
import type { Site } from './App'
import { useConsole } from './DeskDoor'
import styles from './Page.module.css'
import { PageHead } from './PageHead'
import { useLostSince } from './stale'

/** How an operator looks after the street's connection, and rehearses to be without it. */
export default function BalancingPage({ site: { area, areas, homes } }: { site: Site }) {
  const balancing = useLive((state) => state.status?.balancing ?? null)
  const operator = useSession()?.roles.includes('OPERATOR') ?? false
  useConsole()
  const lostSince = useLostSince(area.timeZone)
  return (
    <>
      <PageHead
        area={area}
        areas={operator ? areas : []}
        sentence={operator ? sentence(balancing?.state) : t.balancing.operators}
      />
      {!operator && (
        <Notice
          title={t.meters.operatorsDetail}
          act={<Link href="/sign-in?next=/balancing">{t.meters.login}</Link>}
        />
      )}
      {operator && lostSince && <Notice title={t.desk.stale(lostSince)} />}
      {operator && (
        <div className={styles.stack}>
          {balancing && <Connection area={area} balancing={balancing} />}
          <Command area={area} homes={homes} stale={lostSince !== null} />
          <Rehearsal area={area} homes={homes} />
        </div>
      )}
    </>
  )
}

function sentence(state: keyof typeof t.balancing.states | undefined): string {
  return t.balancing.states[state ?? 'NO_LIMIT']
}
