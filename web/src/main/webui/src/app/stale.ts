import { OFFLINE_SECONDS } from '../components/FreshnessChip'
import { useAge } from '../lib/clock'
import { MISSING, time } from '../lib/format'
import { useLive } from '../lib/live'

/** Local time of the last live figures when they are too old to be shown as running, else null. */
export function useLostSince(timeZone: string): string | null {
  const age = useAge(useLive((state) => state.villageHeardAt))
  const at = useLive((state) => state.villageAt)
  const lost = age !== null && age >= OFFLINE_SECONDS
  return lost ? (at === null ? MISSING : time(Date.parse(at), timeZone)) : null
}
