import { expect, it } from 'vitest'
import type { DataGrant } from '../../lib/api'
import { grantState } from './grantState'

const grant: DataGrant = {
  id: 1,
  grantee: 'reader@example.org',
  purpose: 'research',
  resolution: 'DAY',
  pricePerDay: '0.05',
  grantedAt: '2026-06-01T00:00:00Z',
  expiresAt: '2026-07-01T00:00:00Z',
  revokedAt: null,
  acceptedAt: null,
  holds: false,
  paidDays: 0,
  paid: '0',
}
const at = Date.parse('2026-06-18T00:00:00Z')

it('says how a grant stands', () => {
  const accepted = { ...grant, acceptedAt: '2026-06-02T00:00:00Z', holds: true }
  expect(grantState(grant, at)).toBe('ASKED')
  expect(grantState(accepted, at)).toBe('HOLDS')
  expect(grantState({ ...accepted, holds: false, revokedAt: '2026-06-03T00:00:00Z' }, at)).toBe('ENDED')
  expect(grantState({ ...accepted, holds: false }, null)).toBe('OVER')
})

it('lets a grant be over at its end, whatever was last asked of it', () => {
  const end = Date.parse(grant.expiresAt)
  expect(grantState({ ...grant, holds: true }, end - 1)).toBe('HOLDS')
  expect(grantState({ ...grant, holds: true }, end)).toBe('OVER')
  expect(grantState(grant, end)).toBe('OVER')
})
