import { expect, it } from 'vitest'
import type { EarningsSpan } from '../../lib/api'
import { layersOf, reach, stepFor } from './layers'

const span: EarningsSpan = {
  from: '2026-06-18T10:00:00Z',
  to: '2026-06-18T10:15:00Z',
  intervals: 1,
  amount: '-0.10',
  aloneAmount: '-0.20',
  betterAmount: '0.10',
  ownWorthAmount: '0.30',
  quality: 'ACTUAL',
  origins: [
    { origin: 'RESIDUAL_SUPPLY', energyWh: 400, amount: '-0.12', aloneAmount: '-0.12' },
    { origin: 'MATCHED_SOLD', energyWh: 200, amount: '0.02', aloneAmount: '0.01' },
    { origin: 'OWN', energyWh: 900, amount: '0', aloneAmount: '-0.30' },
    { origin: 'OWN_THROUGH_GRID', energyWh: 0, amount: '0', aloneAmount: '0' },
  ],
}

it('stacks from the own roof outwards, and own energy by what it saved', () => {
  expect(layersOf(span).map((layer) => layer.origin)).toEqual(['OWN', 'MATCHED_SOLD', 'RESIDUAL_SUPPLY'])
  expect(reach(span).up).toBeCloseTo(0.32)
  expect(reach(span).down).toBeCloseTo(0.12)
})

it('draws what is sold at a negative price as paid', () => {
  const sold = {
    ...span,
    origins: [{ origin: 'MATCHED_SOLD' as const, energyWh: 100, amount: '-0.01', aloneAmount: null }],
  }
  expect(reach(sold)).toEqual({ up: 0, down: 0.01 })
})

it('steps by 1, 2 or 5', () => {
  expect([0.012, 0.03, 0.9, 4, 17, 260].map(stepFor).map((step) => Number(step.toPrecision(2)))).toEqual([
    0.01, 0.01, 0.5, 1, 5, 100,
  ])
})
