import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Field } from '../../components/Field'
import { api } from '../../lib/api'
import { t } from '../../lib/messages'
import { Link } from '../../lib/router'
import styles from './Account.module.css'
import { useSend } from './useSend'

/** Asks for a mail with a link. */
export function Forgotten() {
  const [email, setEmail] = useState('')
  const { busy, done, otherThan, send } = useSend()
  const ask = (event: FormEvent) => {
    event.preventDefault()
    send(() => api.forgotPassword(email))
  }
  if (done)
    return (
      <p className={styles.told} role="status">
        {t.reset.mailed}
      </p>
    )
  return (
    <form className={styles.form} onSubmit={ask} aria-busy={busy}>
      <Field
        label={t.join.email}
        note={t.reset.note}
        type="email"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        autoComplete="username"
        required={true}
        maxLength={254}
        fault={otherThan()}
      />
      <Button kind="primary" type="submit" disabled={busy}>
        {t.reset.ask}
      </Button>
    </form>
  )
}

/** Sets the password anew, by the code of that mail. */
export function NewPassword({ code }: { code: string }) {
  const [password, setPassword] = useState('')
  const { busy, done, error, otherThan, send } = useSend()
  const set = (event: FormEvent) => {
    event.preventDefault()
    send(() => api.resetPassword(code, password))
  }
  if (done)
    return (
      <p className={styles.told} role="status">
        {t.reset.done} <Link href="/you">{t.signIn.act}</Link>
      </p>
    )
  return (
    <form className={styles.form} onSubmit={set} aria-busy={busy}>
      <Field
        label={t.you.next}
        note={t.you.passwordNote}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        required={true}
        minLength={10}
        maxLength={72}
        fault={error?.status === 401 ? t.reset.refused : otherThan()}
      />
      <Button kind="primary" type="submit" disabled={busy}>
        {t.reset.act}
      </Button>
    </form>
  )
}
