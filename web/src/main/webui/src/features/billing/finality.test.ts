import { expect, it } from 'vitest'
import type { SettlementRules } from '../../lib/api'
import { finalityOf } from './finality'

const revision = (number: number, validFrom: string, finalAfterDays: number | null): SettlementRules => ({
  revision: number,
  validFrom,
  rules: { finalAfterDays },
  documentHash: '',
  reason: '',
})
const rules = [revision(1, '2026-01-01T00:00:00Z', 30), revision(2, '2026-06-15T00:00:00Z', 60)]
const of = (month: string, today: string, held = rules) => finalityOf(month, today, held, 'Europe/Vienna')

it('is running while the month is not over', () => {
  expect(of('2026-06', '2026-06-30')).toEqual({ state: 'running' })
})

it('goes by the rule of the last day, and is final on the day after', () => {
  expect(of('2026-05', '2026-06-30')).toEqual({ state: 'open', until: '2026-06-30' })
  expect(of('2026-05', '2026-07-01')).toEqual({ state: 'final' })
  expect(of('2026-06', '2026-07-31')).toEqual({ state: 'open', until: '2026-08-29' })
})

it('is never final where no rule says when', () => {
  expect(of('2026-05', '2036-01-01', [])).toEqual({ state: 'open', until: null })
  expect(of('2026-05', '2036-01-01', [revision(1, '2026-01-01T00:00:00Z', null)])).toEqual({
    state: 'open',
    until: null,
  })
})
