import { Button } from '../../components/Button'
import { Field } from '../../components/Field'
import { api } from '../../lib/api'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { useSession } from '../../lib/session'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'

interface PresenceProps {
  password: string
  onChange: (password: string) => void
  fault: string | null | undefined
}

/** Asks once more who one is: by the password, else by a passkey, else at the provider. */
export function Presence({ password, onChange, fault }: PresenceProps) {
  const session = useSession()
  if (!session?.hasPassword) return <Elsewhere provider={session?.ways?.provider ?? null} fault={fault} />
  return (
    <Field
      label={t.you.current}
      type="password"
      autoComplete="current-password"
      value={password}
      onChange={(event) => onChange(event.target.value)}
      required={true}
      maxLength={200}
      fault={fault}
    />
  )
}

function Elsewhere({ provider, fault }: { provider: string | null; fault: string | null | undefined }) {
  const { data } = useResource('passkeys', api.passkeys)
  const { busy, otherThan, send } = useSend()
  const outcome = new URLSearchParams(location.search).get('proof')
  // What was proven is used up by the first act, and is refused after five minutes.
  const proven = outcome === 'given' && !fault
  if (!data) return null
  const prove = () => send(async () => location.assign((await api.proveAtProvider()).location))
  const failure = fault ?? otherThan() ?? (provider && outcomeText(provider, outcome))
  return (
    <div>
      {data.length > 0 && <p className={styles.detail}>{t.data.byPasskey}</p>}
      {data.length === 0 && provider && (
        <>
          <p className={styles.detail}>{proven ? t.provider.proven(provider) : t.provider.prove(provider)}</p>
          {!proven && (
            <Button type="button" onClick={prove} disabled={busy} className={styles.act}>
              {t.provider.proveAct(provider)}
            </Button>
          )}
        </>
      )}
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
    </div>
  )
}

/** What the way back from the provider says. */
export function outcomeText(provider: string, outcome: string | null): string | null {
  if (outcome === 'failed') return t.provider.failed(provider)
  return outcome === 'unavailable' ? t.provider.unavailable(provider) : null
}
