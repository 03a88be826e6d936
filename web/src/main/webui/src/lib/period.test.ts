import { expect, it } from 'vitest'
import { periodName, periodOf, periodUnit, shiftPeriod } from './period'

it('knows years, months and days by their names', () => {
  expect(['2026', '2026-06', '2026-06-18'].map(periodUnit)).toEqual(['YEAR', 'MONTH', 'DAY'])
  expect(['', '26', '2026-13', '2026-06-40', '2026-6', '1999'].map(periodUnit)).toEqual(Array(6).fill(null))
})

it('steps from one to the next', () => {
  expect(shiftPeriod('2026', -1)).toBe('2025')
  expect(shiftPeriod('2026-12', 1)).toBe('2027-01')
  expect(shiftPeriod('2026-03-01', -1)).toBe('2026-02-28')
})

it('widens and narrows', () => {
  expect(periodOf('2026-06-18', 'MONTH')).toBe('2026-06')
  expect(periodOf('2026-06', 'YEAR')).toBe('2026')
  expect(periodOf('2026', 'DAY')).toBe('2026-01-01')
})

it('is said', () => {
  expect(['2026', '2026-06', '2026-06-18'].map(periodName)).toEqual(['2026', 'June 2026', 'Thursday 18 June'])
})
