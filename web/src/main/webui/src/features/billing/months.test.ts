import { expect, it } from 'vitest'
import { monthsTo, shiftMonth } from './months'

it('steps over the turn of a year', () => {
  expect(shiftMonth('2026-01', -1)).toBe('2025-12')
  expect(shiftMonth('2025-12', 1)).toBe('2026-01')
  expect(shiftMonth('2026-06', -30)).toBe('2023-12')
})

it('lists months, newest first', () => {
  expect(monthsTo('2026-02', 3)).toEqual(['2026-02', '2026-01', '2025-12'])
})
