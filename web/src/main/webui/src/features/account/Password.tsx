import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import { api } from '../../lib/api'
import { t } from '../../lib/messages'
import styles from './Account.module.css'
import { ChosenPassword } from './ChosenPassword'
import { useSend } from './useSend'

/** Changes the password. */
export function Password({ login }: { login: string }) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const { busy, done, faultOf, otherThan, send } = useSend()
  const change = (event: FormEvent) => {
    event.preventDefault()
    send(
      () => api.changePassword(current, password),
      () => {
        setCurrent('')
        setPassword('')
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
        <Field
          label={t.you.current}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
          required={true}
          maxLength={200}
          fault={faultOf('current')}
        />
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
          {t.you.change}
        </Button>
        <p className={styles.said} role="status">
          {done ? t.you.changed : ''}
        </p>
      </form>
    </Card>
  )
}
