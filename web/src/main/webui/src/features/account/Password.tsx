import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import { ApiError, api } from '../../lib/api'
import { t } from '../../lib/messages'
import styles from './Account.module.css'

const SHORTEST = 10

/** Changes the password. */
export function Password({ login }: { login: string }) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setDone(false)
    setError(null)
    api.changePassword(current, password).then(
      () => {
        setBusy(false)
        setDone(true)
        setCurrent('')
        setPassword('')
      },
      (reason: unknown) => {
        setBusy(false)
        setError(reason instanceof ApiError ? reason : new ApiError(0, ''))
      },
    )
  }
  const faultOf = (field: string) => (error?.field === field ? error.message : null)
  return (
    <Card slot="last" title={t.you.password}>
      <form className={styles.form} onSubmit={send} aria-busy={busy}>
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
        <Field
          label={t.you.next}
          note={t.you.passwordNote}
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          required={true}
          minLength={SHORTEST}
          maxLength={72}
          fault={faultOf('password')}
        />
        {error && !error.field && (
          <p className={styles.failure} role="alert">
            {error.message || t.you.failed}
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
