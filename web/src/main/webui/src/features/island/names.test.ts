import { expect, it } from 'vitest'
import type { Home } from '../../lib/api'
import { minutesOf, nameOf } from './names'

const homes = [{ meteringPointId: 'AT-1', name: 'Home 1' }] as Home[]

it('names the home of a device or breaker', () => {
  expect(nameOf('AT-1/comfort', homes)).toBe('Home 1')
  expect(nameOf('AT-1/CHARGER', homes)).toBe('Home 1')
  expect(nameOf('AT-1+3/important', homes)).toBe('Home 1 and three others')
  expect(nameOf('AT-2/comfort', homes)).toBe('AT-2')
  expect(nameOf('odd', homes)).toBe('odd')
})

it('counts minutes over midnight', () => {
  expect(minutesOf('2026-06-18T16:00:00Z', '2026-06-19T04:00:00Z')).toBe(720)
})
