import { useEffect, useRef, useState } from 'react'
import { Card } from '../../components/Card'
import { Skeleton } from '../../components/Skeleton'
import { api, type NotificationSettings, type Session, type TopicChoice } from '../../lib/api'
import { useIsShown } from '../../lib/firstView'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { newsWords } from '../../lib/words/news'
import styles from './Notifications.module.css'
import { PushHere } from './PushHere'

const WAYS = ['inApp', 'mail', 'push'] as const
const NIGHT = { quietFrom: '21:00', quietUntil: '07:00' }

/** What reaches one by which way, and when not. Every choice is saved at once. */
export function HowToReach({ session }: { session: Session }) {
  const { data, error, reload } = useResource('notification settings', api.notificationSettings)
  const [wish, setWish] = useState<NotificationSettings | null>(null)
  const [state, setState] = useState<'' | 'saved' | 'notSaved'>('')
  const card = useShownIfAskedFor()
  const shown = wish ?? data
  const save = (next: NotificationSettings) => {
    setWish(next)
    setState('')
    api.setNotifications(next).then(
      () => setState('saved'),
      () => {
        setWish(null)
        setState('notSaved')
        reload()
      },
    )
  }
  const isOperator = session.roles.includes('OPERATOR')
  return (
    <div ref={card}>
      <Card title={newsWords().settings} note={newsWords().settingsNote}>
        {!shown && !error && <Skeleton height={596} />}
        {shown && (
          <>
            <Matrix shown={shown} isOperator={isOperator} save={save} />
            <p className={styles.detail}>{newsWords().fixed}</p>
            <QuietHours shown={shown} save={save} />
            <PushHere />
          </>
        )}
        <p className={styles.said} role="status">
          {state === 'saved' && newsWords().saved}
        </p>
        {(state === 'notSaved' || (error && !shown)) && (
          <p className={styles.failure} role="alert">
            {error && !shown ? t.you.failed : newsWords().notSaved}
          </p>
        )}
      </Card>
    </div>
  )
}

/** Links to `/you#notifications` are about this card. */
function useShownIfAskedFor() {
  const card = useRef<HTMLDivElement>(null)
  const isShown = useIsShown()
  useEffect(() => {
    if (isShown && location.hash === '#notifications') card.current?.scrollIntoView()
  }, [isShown])
  return card
}

interface Part {
  shown: NotificationSettings
  save: (next: NotificationSettings) => void
}

function Matrix({ shown, isOperator, save }: Part & { isOperator: boolean }) {
  const set = (topic: TopicChoice, way: (typeof WAYS)[number], on: boolean) =>
    save({
      ...shown,
      topics: shown.topics.map((one) => (one.topic === topic.topic ? { ...one, [way]: on } : one)),
    })
  return (
    <table className={styles.matrix}>
      <thead>
        <tr>
          <td />
          {WAYS.map((way) => (
            <th key={way} scope="col">
              {newsWords()[way]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.topics
          .filter(({ topic }) => topic !== 'ALARM' || isOperator)
          .map((one) => (
            <tr key={one.topic}>
              <th scope="row">{newsWords().topic[one.topic]}</th>
              {WAYS.map((way) => (
                <td key={way}>
                  <label className={styles.check}>
                    <input
                      type="checkbox"
                      aria-label={newsWords().by(newsWords().topic[one.topic], newsWords()[way])}
                      checked={one[way]}
                      disabled={one.fixed && way !== 'push'}
                      onChange={(event) => set(one, way, event.target.checked)}
                    />
                  </label>
                </td>
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  )
}

function QuietHours({ shown, save }: Part) {
  const on = shown.quietFrom !== null
  const off = { quietFrom: null, quietUntil: null }
  return (
    <div className={styles.quiet}>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => save({ ...shown, ...(event.target.checked ? NIGHT : off) })}
        />
        {newsWords().quiet}
      </label>
      {on && (
        <div className={styles.hours}>
          <Hour
            label={newsWords().quietFrom}
            value={shown.quietFrom}
            set={(quietFrom) => save({ ...shown, quietFrom })}
          />
          <Hour
            label={newsWords().quietUntil}
            value={shown.quietUntil}
            set={(quietUntil) => save({ ...shown, quietUntil })}
          />
        </div>
      )}
    </div>
  )
}

function Hour({ label, value, set }: { label: string; value: string | null; set: (to: string) => void }) {
  return (
    <label>
      {label}
      <input
        type="time"
        value={value ?? ''}
        onChange={({ target }) => {
          if (target.value) set(target.value)
        }}
      />
    </label>
  )
}
