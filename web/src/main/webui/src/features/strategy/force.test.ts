import { expect, it } from 'vitest'
import type { BalancingState } from '../../lib/api'
import { forceOf } from './force'

const area = (state: BalancingState, paused = false) => ({ state, paused })

it('has effect only with consent and a plan that holds', () => {
  expect(forceOf(true, area('BALANCED'))).toBe('IN_EFFECT')
  expect(forceOf(false, area('BALANCED'))).toBe('NO_CONSENT')
  expect(forceOf(true, area('NO_LIMIT'))).toBe('NO_PLAN')
  expect(forceOf(true, area('PAUSED', true))).toBe('PAUSED')
  expect(forceOf(true, area('WAITING'))).toBe('NO_PLAN_YET')
  expect(forceOf(true, area('INFEASIBLE'))).toBe('NO_PLAN_YET')
})

it('says nothing that it does not know', () => {
  expect(forceOf(null, area('BALANCED'))).toBeNull()
  expect(forceOf(true, null)).toBeNull()
  expect(forceOf(null, null)).toBeNull()
  expect(forceOf(false, null)).toBe('NO_CONSENT')
  expect(forceOf(null, area('NO_LIMIT'))).toBe('NO_PLAN')
})
