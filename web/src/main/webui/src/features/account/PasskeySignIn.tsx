import { KeyRound } from 'lucide-react'
import { Button } from '../../components/Button'
import { t } from '../../lib/messages'
import { passkeysWork, passkeyToSignIn } from '../../lib/passkey'
import { signInByPasskey, useSession } from '../../lib/session'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'

/** Signs in without a name: the passkey says whose it is. */
export function PasskeySignIn({ onDone }: { onDone: () => void }) {
  const session = useSession()
  const { busy, error, otherThan, send } = useSend()
  if (!passkeysWork(session)) return null
  const start = () => send(async () => signInByPasskey(await passkeyToSignIn()), onDone)
  return (
    <>
      <Button onClick={start} disabled={busy} className={styles.way}>
        <KeyRound size={18} aria-hidden="true" />
        {busy ? t.signIn.waiting : t.passkeys.signIn}
      </Button>
      {error && (
        <p className={styles.failure} role="alert">
          {error.status === 401 ? t.passkeys.unknown : otherThan()}
        </p>
      )}
    </>
  )
}
