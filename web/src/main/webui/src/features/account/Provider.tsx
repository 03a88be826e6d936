import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { api, type Session } from '../../lib/api'
import { t } from '../../lib/messages'
import { proofOf } from '../../lib/passkey'
import { useResource } from '../../lib/resource'
import { useSession } from '../../lib/session'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'
import { outcomeText, Presence } from './Presence'

/** Goes to the provider to sign in; the market's answer on the way back opens the session. */
export function ProviderSignIn() {
  const provider = useSession()?.ways?.provider
  const { busy, otherThan, send } = useSend()
  const outcome = new URLSearchParams(location.search).get('signIn')
  if (!provider) return null
  const start = () => send(async () => location.assign((await api.providerSignIn()).location))
  const fault = otherThan() ?? outcomeText(provider, outcome)
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
  const change = (event: FormEvent) => {
    event.preventDefault()
    send(
      async () => {
        const proof = await proofOf(password)
        if (data.linked) await api.unlinkProvider(proof)
        else location.assign((await api.linkProvider(proof)).location)
      },
      () => {
        setPassword('')
        reload()
      },
    )
  }
  const fault = otherThan('password') ?? outcomeText(name, new URLSearchParams(location.search).get('link'))
  return (
    <Card slot="last" title={t.provider.title(name)} note={data.linked ? t.provider.linked : t.provider.open}>
      <form className={styles.form} onSubmit={change} aria-busy={busy}>
        <Presence password={password} onChange={setPassword} fault={faultOf('password')} />
        {fault && (
          <p className={styles.failure} role="alert">
            {fault}
          </p>
        )}
        <Button type="submit" disabled={busy}>
          {data.linked ? t.provider.unlink : t.provider.link(name)}
        </Button>
      </form>
    </Card>
  )
}
