import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import { Skeleton } from '../../components/Skeleton'
import { api, type Email as EmailState } from '../../lib/api'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './Account.module.css'
import { useSend } from './useSend'

/** Where one's mails go, and whether that was confirmed. */
export function Email() {
  const { data, error } = useResource('email', api.email)
  return (
    <Card slot="third" title={t.you.email} note={data ? noteOf(data) : undefined}>
      {!data && !error && <Skeleton height={140} />}
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
  return known.verified ? t.you.emailConfirmed : t.you.emailOpen
}

function EmailForm({ known }: { known: EmailState }) {
  const [email, setEmail] = useState(known.email ?? '')
  const { busy, done, otherThan, send } = useSend()
  const same = email.trim().toLowerCase() === known.email
  const set = (event: FormEvent) => {
    event.preventDefault()
    send(() => api.setEmail(email))
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
        fault={otherThan()}
      />
      <Button type="submit" disabled={busy || (same && known.verified)}>
        {same ? t.you.emailAgain : t.you.emailSet}
      </Button>
      <p className={styles.said} role="status">
        {done ? t.you.emailSent : ''}
      </p>
    </form>
  )
}
