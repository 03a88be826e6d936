import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Field } from '../../components/Field'
import { api } from '../../lib/api'
import { t } from '../../lib/messages'
import { signIn } from '../../lib/session'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'
import { ChosenPassword } from './ChosenPassword'
import { EmailField } from './EmailField'

/** The second question: who joins. The new account is signed in at once. */
export function JoinAccount({ code, onDone }: { code: string; onDone: () => void }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { busy, error, faultOf, otherThan, send } = useSend()
  const join = (event: FormEvent) => {
    event.preventDefault()
    send(async () => {
      await api.register({ code, name, email, password })
      await signIn(email.trim().toLowerCase(), password)
    }, onDone)
  }
  return (
    <form className={styles.form} onSubmit={join} aria-busy={busy}>
      <Field
        label={t.join.name}
        value={name}
        onChange={(event) => setName(event.target.value)}
        autoComplete="name"
        required={true}
        maxLength={100}
        fault={faultOf('name')}
      />
      <EmailField note={t.join.emailNote} value={email} onChange={setEmail} fault={faultOf('email')} />
      <ChosenPassword
        label={t.signIn.password}
        value={password}
        onChange={setPassword}
        fault={faultOf('password')}
      />
      {otherThan('name', 'email', 'password') && (
        <p className={styles.failure} role="alert">
          {error?.status === 401 ? t.join.refused : otherThan('name', 'email', 'password')}
        </p>
      )}
      <Button kind="primary" type="submit" disabled={busy}>
        {busy ? t.join.joining : t.join.act}
      </Button>
    </form>
  )
}
