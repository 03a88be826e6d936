import { useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Skeleton } from '../../components/Skeleton'
import { api, type BrowserSession } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './Account.module.css'
import { browserName } from './browserName'

/** The browsers that are signed in; each but this one can be signed out here. */
export function Sessions() {
  const { data, error, reload } = useResource('sessions', api.sessions)
  const [failed, setFailed] = useState(false)
  const [said, setSaid] = useState('')
  const end = (id: number) => {
    setFailed(false)
    setSaid('')
    api.endSession(id).then(
      () => {
        setSaid(t.you.ended)
        reload()
      },
      () => setFailed(true),
    )
  }
  return (
    <Card slot="second" title={t.you.sessions} note={t.you.sessionsNote}>
      {!data && !error && <Skeleton height={120} />}
      <ul className={styles.list} data-testid="sessions">
        {data?.map((session) => (
          <Row key={session.id} session={session} onEnd={() => end(session.id)} />
        ))}
      </ul>
      <p className={styles.said} role="status">
        {said}
      </p>
      {(failed || (error && !data)) && (
        <p className={styles.failure} role="alert">
          {t.you.failed}
        </p>
      )}
    </Card>
  )
}

function Row({ session, onEnd }: { session: BrowserSession; onEnd: () => void }) {
  const { name, system } = browserName(session.browser)
  const browser = name ? t.you.browser(name, system) : t.you.unknownBrowser
  const when = format.moment(Date.parse(session.lastUsedAt))
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p className={styles.name}>
          {browser}
          {session.current && <span className={styles.chip}>{t.you.thisBrowser}</span>}
        </p>
        <p className={styles.detail}>{t.you.used(when, session.address)}</p>
      </div>
      {!session.current && (
        <Button onClick={onEnd} aria-label={t.you.endOf(browser, when)}>
          {t.you.end}
        </Button>
      )}
    </li>
  )
}
