import { useEffect, useState } from 'react'
import { Button } from '../../components/Button'
import { ApiError, api } from '../../lib/api'
import { isPushPossible, pushedTo, subscribe, unsubscribe } from '../../lib/push'
import { newsWords } from '../../lib/words/news'
import styles from './Notifications.module.css'

type Said = 'tested' | 'tooSoon' | 'pushGone' | 'pushFailed' | 'pushDenied'

/** Whether this browser is pushed to. */
export function PushHere() {
  const [endpoint, setEndpoint] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<Said | null>(null)
  useEffect(() => {
    if (isPushPossible())
      pushedTo().then(setEndpoint, () => {
        setSaid('pushFailed')
      })
  }, [])
  const run = (work: Promise<Said | null>) => {
    setBusy(true)
    setSaid(null)
    work.catch(whyNot).then((result) => {
      setSaid(result)
      if (result === 'pushGone') setEndpoint(null)
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
      <h3>{newsWords().pushHere}</h3>
      <p className={styles.detail}>{newsWords()[state]}</p>
      {state !== 'pushMissing' && (
        <div className={styles.acts}>
          <Button disabled={busy} onClick={() => run(endpoint ? turnOff() : turnOn())}>
            {endpoint ? newsWords().turnOff : newsWords().turnOn}
          </Button>
          {endpoint && (
            <Button disabled={busy} onClick={() => run(test(endpoint))}>
              {newsWords().test}
            </Button>
          )}
        </div>
      )}
      <p className={bad ? styles.failure : styles.said} role="status">
        {said && newsWords()[said]}
      </p>
    </div>
  )
}

function whyNot(reason: unknown): Said {
  if (reason instanceof ApiError && reason.status === 429) return 'tooSoon'
  if (reason instanceof ApiError && reason.status === 404) return 'pushGone'
  return Notification.permission === 'denied' ? 'pushDenied' : 'pushFailed'
}
