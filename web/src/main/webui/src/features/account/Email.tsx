import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import { Skeleton } from '../../components/Skeleton'
import { api, type Email as EmailState } from '../../lib/api'
import { t } from '../../lib/messages'
import { proofOf } from '../../lib/passkey'
import { useResource } from '../../lib/resource'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'
import { Presence } from './Presence'

/** Where one's mails go, and whether that was confirmed. */
export function Email() {
  const { data, error } = useResource('email', api.email)
  return (
    <Card slot="third" title={t.you.email} note={data ? noteOf(data) : '\u00a0'}>
      {!data && !error && <Skeleton height={268} />}
      {error && !data && (
        <p className={styles.failure} role="alert">
          {t.you.failed}
        </p>
      )}
      {data && <EmailForm known={data} />}
    </Card>
  )
}

function noteOf(known: EmailState): string {
  if (!known.email) return t.you.emailNone
  if (known.pending) return t.you.emailPending(known.pending)
  return known.verified ? t.you.emailConfirmed : t.you.emailOpen
}

function EmailForm({ known }: { known: EmailState }) {
  const [email, setEmail] = useState(known.email ?? '')
  const [password, setPassword] = useState('')
  const { busy, done, faultOf, otherThan, send } = useSend()
  const same = email.trim().toLowerCase() === (known.pending ?? known.email)
  const set = (event: FormEvent) => {
    event.preventDefault()
    send(
      async () => api.setEmail(email, await proofOf(password)),
      () => setPassword(''),
    )
  }
  return (
    <form className={styles.form} onSubmit={set} aria-busy={busy}>
      <Field
        label={t.join.email}
        type="email"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        autoComplete="email"
        required={true}
        maxLength={254}
        fault={otherThan('password')}
      />
      <Presence password={password} onChange={setPassword} fault={faultOf('password')} />
      <Button type="submit" disabled={busy || (same && known.verified && !known.pending)}>
        {same ? t.you.emailAgain : t.you.emailSet}
      </Button>
      <p className={styles.said} role="status">
        {done ? t.you.emailSent : ''}
      </p>
    </form>
  )
}
