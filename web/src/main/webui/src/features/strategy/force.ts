import type { AreaBalancing } from '../../lib/api'

/** Whether a wish for battery or car has effect, or why it has none. */
export type Force = 'IN_EFFECT' | 'NO_CONSENT' | 'NO_PLAN' | 'PAUSED' | 'NO_PLAN_YET'

/** Null while one of both is not known and the other does not decide. */
export function forceOf(granted: boolean | null, balancing: AreaBalancing | null): Force | null {
  if (granted === false) return 'NO_CONSENT'
  if (balancing === null) return null
  if (balancing.paused) return 'PAUSED'
  if (balancing.state === 'NO_LIMIT') return 'NO_PLAN'
  if (balancing.state !== 'BALANCED') return 'NO_PLAN_YET'
  return granted ? 'IN_EFFECT' : null
}
