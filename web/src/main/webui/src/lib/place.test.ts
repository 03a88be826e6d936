import { expect, it } from 'vitest'
import type { Area, Session } from './api'
import { areaAt, areasOf } from './place'

const areas = [{ id: 1 }, { id: 2 }, { id: 3 }] as Area[]
const session = (change: Partial<Session>): Session => ({
  login: 'anna',
  roles: [],
  homes: [],
  openReads: false,
  ...change,
})
const home = (participantId: number, areaId: number | null) => ({ participantId, name: '', areaId })
const ids = (all: readonly Area[]) => all.map(({ id }) => id)

it('offers members the areas of their homes, and whoever looks after the market all of them', () => {
  expect(ids(areasOf(session({ homes: [home(200, 2)] }), areas))).toEqual([2])
  expect(ids(areasOf(session({ homes: [home(300, 3), home(200, 2)] }), areas))).toEqual([2, 3])
  expect(ids(areasOf(session({ roles: ['UTILITY'] }), areas))).toEqual([1, 2, 3])
  expect(ids(areasOf({ roles: [], homes: [], openReads: true }, areas))).toEqual([1, 2, 3])
  expect(ids(areasOf(session({ homes: [home(900, null)] }), areas))).toEqual([1])
})

it("shows the area of one's first home, or the one that was chosen if one may", () => {
  const two = session({ homes: [home(200, 2), home(300, 3)] })
  expect(areaAt('/', two, areas, null)?.id).toBe(2)
  expect(areaAt('/', two, areas, 3)?.id).toBe(3)
  expect(areaAt('/', two, areas, 1)?.id).toBe(2)
  expect(areaAt('/', session({ roles: ['OPERATOR'] }), areas, 3)?.id).toBe(3)
  expect(areaAt('/', session({ roles: ['OPERATOR'] }), areas, null)?.id).toBe(1)
  expect(areaAt('/', two, [], 3)).toBeNull()
})

it("shows a home of one's own in its area, whatever was chosen", () => {
  const two = session({ homes: [home(200, 2), home(300, 3)] })
  expect(areaAt('/home/300/earnings', two, areas, 2)?.id).toBe(3)
  expect(areaAt('/home/999', two, areas, 3)?.id).toBe(3)
})
