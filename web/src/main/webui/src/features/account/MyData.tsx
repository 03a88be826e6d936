import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { api, type Session } from '../../lib/api'
import { t } from '../../lib/messages'
import { proofOf } from '../../lib/passkey'
import { useResource } from '../../lib/resource'
import { loadSession } from '../../lib/session'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'
import { Presence } from './Presence'

/** All that is kept of oneself: to take along, and to have erased. */
export function MyData({ session }: { session: Session }) {
  const { busy, done, otherThan, send } = useSend()
  const [leaving, setLeaving] = useState(false)
  return (
    <Card title={t.data.title} note={t.data.note}>
      <div className={styles.acts}>
        <Button onClick={() => send(() => api.exportData().then(save))} disabled={busy}>
          {busy ? t.data.exporting : t.data.export}
        </Button>
        <Button onClick={() => setLeaving(!leaving)} aria-expanded={leaving}>
          {t.data.leave}
        </Button>
      </div>
      <p className={styles.said} role="status">
        {done ? t.data.exported : ''}
      </p>
      {otherThan() && (
        <p className={styles.failure} role="alert">
          {otherThan()}
        </p>
      )}
      {leaving && <Leave session={session} />}
    </Card>
  )
}

function save(zip: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(zip)
  link.download = 'peerwatt-data.zip'
  link.click()
  URL.revokeObjectURL(link.href)
}

/** Says what goes and what stays before it asks. */
function Leave({ session }: { session: Session }) {
  const { data, error } = useResource('erasure', api.erasureOutlook)
  if (error && !data) return <p className={styles.failure}>{t.you.failed}</p>
  if (!data) return null
  return (
    <div className={styles.leave}>
      <h3>{t.data.goes}</h3>
      <p>{t.data.goesWhat}</p>
      <h3>{t.data.stays}</h3>
      <ul className={styles.points}>
        {data.homes.length > 0 && <li>{t.data.staysMoney}</li>}
        {data.homes.length > 0 && <li>{t.data.staysChain}</li>}
        {data.homes.map((home) => (
          <li key={home.participantId}>
            {home.others > 0 ? t.data.staysShared(home.name, home.others) : t.data.staysHome(home.name)}
          </li>
        ))}
        {session.roles.length > 0 && <li>{t.data.staysStaff}</li>}
        <li>{t.data.staysEvents}</li>
      </ul>
      {data.obstacle ? <p className={styles.failure}>{t.data.obstacle[data.obstacle]}</p> : <Erase />}
    </div>
  )
}

function Erase() {
  const [password, setPassword] = useState('')
  const { busy, faultOf, otherThan, send } = useSend()
  const erase = (event: FormEvent) => {
    event.preventDefault()
    send(async () => api.erase(await proofOf(password)), loadSession)
  }
  const fault = otherThan('password')
  return (
    <form className={styles.form} onSubmit={erase} aria-busy={busy}>
      <Presence password={password} onChange={setPassword} fault={faultOf('password')} />
      {fault && (
        <p className={styles.failure} role="alert">
          {fault}
        </p>
      )}
      <Button type="submit" disabled={busy} className={styles.danger}>
        {t.data.erase}
      </Button>
    </form>
  )
}
