import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import { api, type Session } from '../../lib/api'
import { t } from '../../lib/messages'
import { proofOf } from '../../lib/passkey'
import { useResource } from '../../lib/resource'
import { useSession } from '../../lib/session'
import styles from './Account.module.css'
import { useSend } from './useSend'

/** Goes to the provider to sign in; the market's answer on the way back opens the session. */
export function ProviderSignIn() {
  const provider = useSession()?.ways?.provider
  const { busy, otherThan, send } = useSend()
  const failed = new URLSearchParams(location.search).get('signIn') === 'failed'
  if (!provider) return null
  const start = () => send(async () => location.assign((await api.providerSignIn()).location))
  const fault = otherThan() ?? (failed ? t.provider.failed(provider) : null)
  return (
    <>
      <Button onClick={start} disabled={busy} className={styles.way}>
        {busy ? t.signIn.waiting : t.provider.signIn(provider)}
      </Button>
      {fault && (
        <p className={styles.failure} role="alert">
          {fault}
        </p>
      )}
    </>
  )
}

/** Whether one signs in there, for accounts that began with a password here. */
export function Provider({ session }: { session: Session }) {
  const { data, reload } = useResource('provider', api.provider)
  const [password, setPassword] = useState('')
  const { busy, faultOf, otherThan, send } = useSend()
  const name = session.ways?.provider
  if (!name || !data) return null
  const link = (event: FormEvent) => {
    event.preventDefault()
    send(async () => location.assign((await api.linkProvider(await proofOf(password))).location))
  }
  const fault = otherThan(...(session.hasPassword ? ['password'] : []))
  return (
    <Card slot="last" title={t.provider.title(name)} note={data.linked ? t.provider.linked : t.provider.open}>
      <form className={styles.form} onSubmit={link} aria-busy={busy}>
        {!data.linked && session.hasPassword && (
          <Field
            label={t.you.current}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            required={true}
            maxLength={200}
            fault={faultOf('password')}
          />
        )}
        {fault && (
          <p className={styles.failure} role="alert">
            {fault}
          </p>
        )}
        {data.linked ? (
          <Button onClick={() => send(api.unlinkProvider, reload)} disabled={busy}>
            {t.provider.unlink}
          </Button>
        ) : (
          <Button type="submit" disabled={busy}>
            {t.provider.link(name)}
          </Button>
        )}
      </form>
    </Card>
  )
}
