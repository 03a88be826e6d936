import { useEffect, useState } from 'react'
import { Button } from '../../components/Button'
import { ApiError, api } from '../../lib/api'
import { t } from '../../lib/messages'
import styles from './Notifications.module.css'
import { isPushPossible, subscribe, subscription, unsubscribe } from './push'

type Said = 'tested' | 'tooSoon' | 'pushFailed' | 'pushDenied'

/** Whether this browser is pushed to. */
export function PushHere() {
  const [endpoint, setEndpoint] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<Said | null>(null)
  useEffect(() => {
    if (isPushPossible()) subscription().then((found) => setEndpoint(found?.endpoint ?? null))
  }, [])
  const run = (work: Promise<Said | null>) => {
    setBusy(true)
    setSaid(null)
    work
      .catch(
        (reason: unknown): Said =>
          reason instanceof ApiError && reason.status === 429
            ? 'tooSoon'
            : Notification.permission === 'denied'
              ? 'pushDenied'
              : 'pushFailed',
      )
      .then((result) => {
        setSaid(result)
        setBusy(false)
      })
  }
  const turnOn = async () => {
    setEndpoint(await subscribe())
    return null
  }
  const turnOff = async () => {
    await unsubscribe()
    setEndpoint(null)
    return null
  }
  const test = async (to: string): Promise<Said> => {
    await api.testPush(to)
    return 'tested'
  }
  const state = !isPushPossible() ? 'pushMissing' : endpoint ? 'pushOn' : 'pushOff'
  const bad = said !== null && said !== 'tested'
  return (
    <div className={styles.push}>
      <h3>{t.notifications.pushHere}</h3>
      <p className={styles.detail}>{t.notifications[state]}</p>
      {state !== 'pushMissing' && (
        <div className={styles.acts}>
          <Button disabled={busy} onClick={() => run(endpoint ? turnOff() : turnOn())}>
            {endpoint ? t.notifications.turnOff : t.notifications.turnOn}
          </Button>
          {endpoint && (
            <Button disabled={busy} onClick={() => run(test(endpoint))}>
              {t.notifications.test}
            </Button>
          )}
        </div>
      )}
      <p className={bad ? styles.failure : styles.said} role="status">
        {said && t.notifications[said]}
      </p>
    </div>
  )
}
