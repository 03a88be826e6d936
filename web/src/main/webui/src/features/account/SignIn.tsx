import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../../components/Button'
import { Field } from '../../components/Field'
import { ApiError } from '../../lib/api'
import { t } from '../../lib/messages'
import { signIn } from '../../lib/session'
import { failureText } from '../../lib/useSend'
import styles from './Account.module.css'

/** Name and password. `onDone` follows once the market has let the person in. */
export function SignIn({ onDone }: { onDone: () => void }) {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const passwordLine = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (fault) passwordLine.current?.querySelector('input')?.focus()
  }, [fault])
  const send = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFault(null)
    signIn(login, password).then(onDone, (reason: unknown) => {
      setBusy(false)
      setFault(faultText(reason))
    })
  }
  return (
    <form className={styles.form} onSubmit={send} aria-busy={busy}>
      <Field
        label={t.signIn.login}
        value={login}
        onChange={(event) => setLogin(event.target.value)}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required={true}
        maxLength={254}
      />
      <div className={styles.password} ref={passwordLine}>
        <Field
          label={t.signIn.password}
          type={shown ? 'text' : 'password'}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
          required={true}
          maxLength={200}
          fault={fault}
        />
        <button
          type="button"
          className={styles.show}
          onClick={() => setShown(!shown)}
          aria-label={t.signIn.showPassword}
          aria-pressed={shown}
        >
          {shown ? t.signIn.hide : t.signIn.show}
        </button>
      </div>
      <Button kind="primary" type="submit" disabled={busy}>
        {busy ? t.signIn.waiting : t.signIn.act}
      </Button>
    </form>
  )
}

function faultText(reason: unknown): string {
  const error = reason instanceof ApiError ? reason : new ApiError(0, '')
  return error.status === 401 ? t.signIn.wrong : failureText(error)
}
