import { OFFLINE_SECONDS, STALE_SECONDS } from '../components/FreshnessChip'
import { useAge } from '../lib/clock'
import { useLive } from '../lib/live'

/** How far the live figures can be trusted. */
export function useStaleness(): { stale: boolean; stopped: boolean } {
  const age = useAge(useLive((state) => state.villageHeardAt))
  return { stale: age !== null && age > STALE_SECONDS, stopped: age !== null && age >= OFFLINE_SECONDS }
}
