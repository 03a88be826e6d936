import { describe, expect, it } from 'vitest'
import type { Slot } from '../lib/api'
import { axisTop, layersOf, madeWh, ownShare, runs, sumLayers, usedWh } from './dayLayers'
import { linear } from './linear'
import { layRibbons, pxPerKw, type RibbonFlow, roundedPath, stackStrips } from './ribbons'
import { planStreet } from './streetPlan'

const slot = (change: Partial<Slot>): Slot => ({
  start: '2026-06-18T11:00:00Z',
  generationWh: null,
  importWh: null,
  exportWh: null,
  boughtWh: null,
  soldWh: null,
  residualSupplyWh: null,
  residualFeedInWh: null,
  priceMicro: null,
  amount: null,
  quality: null,
  state: 'OPEN',
  transaction: null,
  ...change,
})

describe('day layers', () => {
  it('split what was made and used without losing a Wh', () => {
    const layers = layersOf(
      slot({ generationWh: 900, importWh: 40, exportWh: 600, soldWh: 450, boughtWh: 30 }),
    )
    expect(layers).toMatchObject({
      toHome: 300,
      toNeighbours: 450,
      toGrid: 150,
      fromRoof: 300,
      fromNeighbours: 30,
      fromGrid: 10,
    })
    expect(layers && madeWh(layers)).toBe(900)
    expect(layers && usedWh(layers)).toBe(340)
  })

  it('leave what is not settled unnamed', () => {
    expect(layersOf(slot({ generationWh: 100, importWh: 20, exportWh: 60 }))).toMatchObject({
      toGrid: 0,
      unsettledOut: 60,
      fromGrid: 0,
      unsettledIn: 20,
    })
  })

  it('are missing where nothing was measured', () => {
    expect(layersOf(slot({}))).toBeNull()
    expect(layersOf(slot({ importWh: 5 }))).toBeNull()
  })

  it('show a home without a roof meter by its grid connection alone', () => {
    expect(layersOf(slot({ importWh: 200, exportWh: 0, boughtWh: 150 }))).toMatchObject({
      toHome: 0,
      fromNeighbours: 150,
      fromGrid: 50,
    })
  })

  it('never go below zero when a battery is sold', () => {
    expect(layersOf(slot({ generationWh: 0, importWh: 0, exportWh: 500, soldWh: 500 }))).toMatchObject({
      toHome: 0,
      toNeighbours: 500,
    })
  })

  it('give the own share only where the roof is metered', () => {
    expect(ownShare([slot({ generationWh: 300, importWh: 100, exportWh: 0 })])).toBe(0.75)
    expect(ownShare([slot({ importWh: 100, exportWh: 0 })])).toBeNull()
    expect(sumLayers([null, layersOf(slot({ importWh: 7, exportWh: 0 }))]).unsettledIn).toBe(7)
  })

  it('find runs of known values and friendly axis steps', () => {
    expect(runs([0, 1, 1, 0, 1], (value) => value === 1)).toEqual([
      [1, 3],
      [4, 5],
    ])
    expect(axisTop(6.4)).toEqual({ top: 8, step: 2 })
    expect(axisTop(0)).toEqual({ top: 0.5, step: 0.5 })
  })
})

describe('street plan', () => {
  const overlaps = (a: { x: number; y: number; w: number; h: number }, b: typeof a) =>
    a.x < b.x + b.w - 1 && b.x < a.x + a.w - 1 && a.y < b.y + b.h - 1 && b.y < a.y + a.h - 1

  for (const width of [292, 358, 690, 760, 1100]) {
    for (const count of [2, 3, 5, 12, 24, 40]) {
      it(`keeps ${count} homes inside ${width} px and apart from each other`, () => {
        const plan = planStreet(count, width)
        expect(plan.spots).toHaveLength(count)
        for (const { cell, house } of plan.spots) {
          expect(cell.x).toBeGreaterThanOrEqual(-0.5)
          expect(cell.x + cell.w).toBeLessThanOrEqual(width + 0.5)
          expect(Math.max(cell.y + cell.h, house.y + house.h)).toBeLessThanOrEqual(plan.height)
        }
        const boxes = plan.spots.map((spot) => spot.house)
        const clashes = boxes.flatMap((box, index) =>
          boxes.slice(index + 1).filter((other) => overlaps(box, other)),
        )
        expect(clashes).toEqual([])
      })
    }
  }
})

describe('ribbons', () => {
  const flows = (count: number, homes: number): RibbonFlow[] =>
    Array.from({ length: count }, (_, index) => ({
      key: String(index),
      from: (index * 7) % homes,
      to: (index * 7 + 3 + (index % 5)) % homes,
      powerW: 300 + ((index * 137) % 1700),
    }))

  it('are 9 px per kW while the house has room', () => {
    const plan = planStreet(12, 760)
    expect(pxPerKw(plan, [{ key: 'a', from: 0, to: 1, powerW: 2000 }])).toBe(9)
    const [ribbon] = layRibbons(plan, [{ key: 'a', from: 0, to: 1, powerW: 2000 }])
    expect(ribbon?.width).toBe(18)
  })

  it('grow with power and stay visible when it is small', () => {
    const widths = layRibbons(planStreet(12, 760), [
      { key: 'a', from: 0, to: 1, powerW: 20 },
      { key: 'b', from: 2, to: 5, powerW: 900 },
    ]).map((ribbon) => ribbon.width)
    expect(widths[0]).toBeGreaterThan(2)
    expect(widths[1]).toBeGreaterThan(widths[0] as number)
  })

  for (const width of [300, 760]) {
    it(`have finite paths for forty homes at ${width} px`, () => {
      for (const ribbon of layRibbons(planStreet(40, width), flows(60, 40))) {
        expect(ribbon.path).not.toMatch(/NaN|Infinity/)
      }
    })
  }

  it('leave out flows of homes that are not drawn', () => {
    expect(layRibbons(planStreet(2, 760), [{ key: 'a', from: 0, to: 9, powerW: 500 }])).toEqual([])
  })

  it('lie beside each other where they share the road and are squeezed into the room', () => {
    const strips = [
      { id: 0, from: 0, to: 100, width: 10 },
      { id: 1, from: 50, to: 150, width: 10 },
      { id: 2, from: 160, to: 200, width: 10 },
    ]
    const { offsets, depth, squeeze } = stackStrips(strips, 100)
    expect([...offsets.values()]).toEqual([5, 17.5, 5])
    expect([depth, squeeze]).toEqual([22.5, 1])
    expect(stackStrips(strips, 11.25)).toMatchObject({ depth: 11.25, squeeze: 0.5 })
  })

  it('round corners but keep their ends', () => {
    const path = roundedPath(
      [
        [0, 0],
        [0, 50],
        [80, 50],
      ],
      20,
    )
    expect(path).toBe('M0.0 0.0L0.0 30.0Q0.0 50.0 20.0 50.0L80.0 50.0')
  })
})

describe('linear', () => {
  it('lays a domain of either direction on a range', () => {
    const y = linear([4, -2], [10, 70])
    expect([4, 1, -2, -5].map(y)).toEqual([10, 40, 70, 100])
  })

  it('lays the only value of a domain on the middle', () => {
    expect(linear([3, 3], [0, 20])(3)).toBe(10)
  })
})
