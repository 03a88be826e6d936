import { CircleCheck, CircleDashed } from 'lucide-react'
import { Button } from '../../components/Button'
import { api, type PairedHome, type Session } from '../../lib/api'
import { t } from '../../lib/messages'
import { Link } from '../../lib/router'
import { loadSession } from '../../lib/session'
import styles from './Account.module.css'
import { useSend } from './useSend'

/** The second question for somebody who is signed in: whether to join with this account. */
export function JoinSignedIn({ code, login, onDone }: { code: string; login: string; onDone: () => void }) {
  const { busy, error, otherThan, send } = useSend()
  const join = () =>
    send(
      () => api.joinHome(code),
      () => {
        loadSession()
        onDone()
      },
    )
  return (
    <>
      <p className={styles.told}>{t.join.asYou(login)}</p>
      {error && (
        <p className={styles.failure} role="alert">
          {error.status === 401 ? t.join.refused : otherThan()}
        </p>
      )}
      <Button kind="primary" className={styles.act} onClick={join} disabled={busy}>
        {busy ? t.join.joining : t.join.act}
      </Button>
    </>
  )
}

/** What is done, and what is still to come. */
export function Joined({ session, home, mailed }: { session: Session; home: PairedHome; mailed: boolean }) {
  const own = session.homes.find((one) => one.name === home.name)
  return (
    <>
      <ul className={styles.steps}>
        <li className={styles.step}>
          <CircleCheck size={18} aria-hidden="true" />
          {t.join.isMember(home.name)}
        </li>
        {mailed && (
          <li className={styles.step} data-open="">
            <CircleDashed size={18} aria-hidden="true" />
            {t.join.confirmMail}
          </li>
        )}
        <li className={styles.step} data-open="">
          <CircleDashed size={18} aria-hidden="true" />
          {t.join.firstSale}
        </li>
      </ul>
      <Link href={own ? `/home/${own.participantId}` : '/you'}>{t.join.seeHome}</Link>
    </>
  )
}
