import { useRef } from 'react'
import { marketNow, useAge } from '../lib/clock'
import { time } from '../lib/format'
import { useLive } from '../lib/live'
import { t } from '../lib/messages'
import styles from './FreshnessChip.module.css'

export const STALE_SECONDS = 10
export const OFFLINE_SECONDS = 60

/** Says how old the live figures are: Live, seconds, or since when there are none. */
export function FreshnessChip({ since, timeZone }: { since: number | null; timeZone: string }) {
  const connection = useLive((state) => state.connection)
  const age = useAge(since)
  const lostAt = useRef<string>('')
  if (age === null) return <Chip state="waiting" text={t.fresh.waiting} />
  if (age <= STALE_SECONDS) {
    lostAt.current = ''
    return <Chip state="live" text={connection === 'polling' ? t.fresh.polling : t.fresh.live} />
  }
  if (age < OFFLINE_SECONDS) return <Chip state="stale" text={t.fresh.age(age)} />
  if (!lostAt.current) {
    const now = marketNow()
    lostAt.current = now ? time(now.at - age * 1000 * now.speed, timeZone) : ''
  }
  return <Chip state="stale" text={t.fresh.since(lostAt.current)} />
}

function Chip({ state, text }: { state: 'live' | 'stale' | 'waiting'; text: string }) {
  return (
    <span className={styles.chip} data-state={state} data-testid="freshness">
      <span className={styles.dot} aria-hidden="true" />
      {text}
    </span>
  )
}
