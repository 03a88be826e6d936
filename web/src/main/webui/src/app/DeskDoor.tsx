import { type ReactNode, useLayoutEffect } from 'react'
import { Notice } from '../components/Notice'
import type { Role } from '../lib/api'
import { t } from '../lib/messages'
import { Link } from '../lib/router'
import { useSession } from '../lib/session'
import type { Site } from './App'
import styles from './Page.module.css'
import { PageHead } from './PageHead'
import { useLostSince } from './stale'

interface DeskDoorProps {
  site: Site
  /** One of which opens the door. */
  roles: readonly Role[]
  /** Where to go on after signing in. */
  next: string
  children: ReactNode
}

/** Grey and still, and only for those whose work it is. */
export function DeskDoor({ site, roles, next, children }: DeskDoorProps) {
  const session = useSession()
  const lostSince = useLostSince(site.area.timeZone)
  useConsole()
  if (!session || session.roles.some((role) => roles.includes(role)))
    return (
      <>
        {lostSince && (
          <div className={styles.notice}>
            <Notice title={t.desk.stale(lostSince)} />
          </div>
        )}
        {children}
      </>
    )
  return (
    <>
      <PageHead area={site.area} sentence={t.desk.closed} />
      <Notice
        title={t.desk.closedDetail}
        act={!session.login && <Link href={`/sign-in?next=${next}`}>{t.meters.login}</Link>}
      />
    </>
  )
}

/** The whole page wears the console's greys as long as this is on it. */
export function useConsole(): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement
    dataset.surface = 'console'
    return () => {
      delete dataset.surface
    }
  }, [])
}
