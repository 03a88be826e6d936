import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { api } from '../../lib/api'
import { t } from '../../lib/messages'
import { Link } from '../../lib/router'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'
import { ChosenPassword } from './ChosenPassword'
import { EmailField } from './EmailField'

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
      <EmailField note={t.reset.note} value={email} onChange={setEmail} fault={otherThan()} />
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
      <ChosenPassword
        label={t.you.next}
        value={password}
        onChange={setPassword}
        fault={error?.status === 401 ? t.reset.refused : otherThan()}
      />
      <Button kind="primary" type="submit" disabled={busy}>
        {t.reset.act}
      </Button>
    </form>
  )
}
