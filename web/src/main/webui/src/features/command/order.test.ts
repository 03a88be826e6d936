import { expect, it } from 'vitest'
import type { Setpoint } from '../../lib/api'
import { inForce, keepOf, orderOf, wattsOf, whatText } from './order'

const NOW = Date.parse('2026-06-18T10:00:00.750Z')

it('reads power and share, and refuses what is neither', () => {
  expect(['2.5', '2,5', '0.05', '100', '0', '100.1', '-1', '1e1', ''].map(wattsOf)).toEqual([
    2500,
    2500,
    50,
    100_000,
    null,
    null,
    null,
    null,
    null,
  ])
  expect(['20', '0', '100', '101', '2.5', ''].map(keepOf)).toEqual([200, 0, 1000, null, null, null])
})

it('begins at the whole second and ends by itself', () => {
  expect(orderOf({ act: 'CHARGE', kilowatts: '2', minutes: 30, keepPercent: '20' }, 'AT-1', NOW)).toEqual({
    meteringPoint: 'AT-1',
    device: 'BATTERY',
    expiresAt: '2026-06-18T10:30:00Z',
    keepChargePermille: 200,
    steps: [{ from: '2026-06-18T10:00:00Z', until: '2026-06-18T10:30:00Z', kind: 'CHARGE', watts: 2000 }],
  })
  const rest = orderOf({ act: 'IDLE', kilowatts: 'x', minutes: 15, keepPercent: '0' }, 'AT-1', NOW)
  expect(rest?.steps[0]).toMatchObject({ kind: 'IDLE', watts: 0 })
  expect(orderOf({ act: 'CHARGE', kilowatts: 'x', minutes: 15, keepPercent: '0' }, 'AT-1', NOW)).toBeNull()
})

it('knows what a new order takes the place of', () => {
  const plan = {
    id: 7,
    device: 'BATTERY',
    state: 'ACCEPTED',
    expiresAt: '2026-06-18T11:00:00Z',
    steps: [
      { from: '2026-06-18T09:00:00Z', until: '2026-06-18T09:45:00Z', kind: 'DISCHARGE', watts: 900 },
      { from: '2026-06-18T09:45:00Z', until: '2026-06-18T11:00:00Z', kind: 'CHARGE', watts: 1500 },
    ],
  } as Setpoint
  expect(inForce([{ ...plan, state: 'REFUSED' }, plan], NOW)?.id).toBe(7)
  expect(whatText(plan, NOW)).toBe('Charge 1.5\u00a0kW')
  expect(inForce([{ ...plan, steps: [] }, plan], NOW)).toBeNull()
  expect(inForce([plan], Date.parse(plan.expiresAt))).toBeNull()
})
