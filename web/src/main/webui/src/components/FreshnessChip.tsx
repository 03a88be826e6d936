import { useAge } from '../lib/clock'
import { time } from '../lib/format'
import { useLive } from '../lib/live'
import { t } from '../lib/messages'
import styles from './FreshnessChip.module.css'

export const STALE_SECONDS = 10
export const OFFLINE_SECONDS = 60

/** Says how old the live figures are: Live, seconds, or since when there are none. */
export function FreshnessChip({ since, timeZone }: { since: number | null; timeZone: string }) {
  const connection = useLive((state) => state.connection)
  const lastAt = useLive((state) => state.villageAt)
  const age = useAge(since)
  if (age === null) return <Chip state="waiting" text={t.fresh.waiting} />
  if (age <= STALE_SECONDS)
    return <Chip state="live" text={connection === 'polling' ? t.fresh.polling : t.fresh.live} />
  const lost = age >= OFFLINE_SECONDS && lastAt !== null
  return (
    <Chip state="stale" text={lost ? t.fresh.since(time(Date.parse(lastAt), timeZone)) : t.fresh.age(age)} />
  )
}

function Chip({ state, text }: { state: 'live' | 'stale' | 'waiting'; text: string }) {
  return (
    <span className={styles.chip} data-state={state} data-testid="freshness">
      <span className={styles.dot} aria-hidden="true" />
      {text}
    </span>
  )
}
