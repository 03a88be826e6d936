import { useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import type { Session } from '../../lib/api'
import { t } from '../../lib/messages'
import { Link } from '../../lib/router'
import { signOut } from '../../lib/session'
import styles from './Account.module.css'

/** Who one is here, and the way out. */
export function Profile({ session }: { session: Session }) {
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const leave = () => {
    setBusy(true)
    setFailed(false)
    signOut().catch(() => {
      setBusy(false)
      setFailed(true)
    })
  }
  const roles = [
    ...(session.homes.length > 0 ? [t.you.member] : []),
    ...session.roles.map((role) => t.you.role[role]),
  ]
  return (
    <Card slot="first" title={t.you.account}>
      <dl className={styles.facts}>
        <dt>{t.you.login}</dt>
        <dd>{session.login}</dd>
        <dt>{t.you.homes}</dt>
        <dd>
          {session.homes.map((home, index) => (
            <span key={home.participantId}>
              {index > 0 && ', '}
              <Link href={`/home/${home.participantId}`}>{home.name}</Link>
            </span>
          ))}
          {session.homes.length === 0 && t.you.noHomes}
        </dd>
        <dt>{t.you.roles}</dt>
        <dd>{roles.join(', ') || t.you.noRoles}</dd>
      </dl>
      <p className={styles.beside}>
        <Link href="/join">{t.you.joinAnother}</Link>
      </p>
      <p className={styles.beside}>
        <Link href="/community">{t.community}</Link>
      </p>
      <Button onClick={leave} disabled={busy}>
        {t.you.signOut}
      </Button>
      {failed && (
        <p className={styles.failure} role="alert">
          {t.you.failed}
        </p>
      )}
    </Card>
  )
}
