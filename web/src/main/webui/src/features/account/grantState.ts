import type { DataGrant } from '../../lib/api'

/** How a grant stands: asked is one whose price was not accepted yet. */
export type GrantState = 'HOLDS' | 'ASKED' | 'ENDED' | 'OVER'

/** At a market time; null while that is not known. */
export function grantState(grant: DataGrant, now: number | null): GrantState {
  if (grant.revokedAt) return 'ENDED'
  if (now !== null && Date.parse(grant.expiresAt) <= now) return 'OVER'
  if (grant.holds) return 'HOLDS'
  return grant.acceptedAt ? 'OVER' : 'ASKED'
}
