import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { api } from '../../lib/api'
import { t } from '../../lib/messages'
import { proofOf } from '../../lib/passkey'
import { loadSession, useSession } from '../../lib/session'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'
import { ChosenPassword } from './ChosenPassword'
import { Presence } from './Presence'

/** Changes the password. */
export function Password({ login }: { login: string }) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const session = useSession()
  const { busy, done, faultOf, otherThan, send } = useSend()
  const change = (event: FormEvent) => {
    event.preventDefault()
    send(
      async () => api.changePassword(await proofOf(current), password),
      () => {
        setCurrent('')
        setPassword('')
        loadSession()
      },
    )
  }
  return (
    <Card slot="last" title={t.you.password}>
      <form className={styles.form} onSubmit={change} aria-busy={busy}>
        {/* For password stores: whose password it is. */}
        <input
          className="visually-hidden"
          autoComplete="username"
          value={login}
          readOnly={true}
          tabIndex={-1}
          aria-hidden="true"
        />
        <Presence password={current} onChange={setCurrent} fault={faultOf('current')} />
        <ChosenPassword
          label={t.you.next}
          value={password}
          onChange={setPassword}
          fault={faultOf('password')}
        />
        {otherThan('current', 'password') && (
          <p className={styles.failure} role="alert">
            {otherThan('current', 'password')}
          </p>
        )}
        <Button type="submit" disabled={busy}>
          {session?.hasPassword ? t.you.change : t.you.choose}
        </Button>
        <p className={styles.said} role="status">
          {done ? t.you.changed : ''}
        </p>
      </form>
    </Card>
  )
}
