import { expect, it } from 'vitest'
import type { Area, StrategyAct } from '../../lib/api'
import { actText, byQuarter, outcomeText } from './why'

const area = { currency: 'EUR' } as Area
const act: StrategyAct = {
  id: 1,
  at: '2026-06-18T09:00:00Z',
  interval: '2026-06-18T10:00:00Z',
  kind: 'PLACE',
  why: 'EXPECTED',
  side: 'SELL',
  quantityWh: 450,
  limitMicro: 132_000,
  tradedWh: 0,
  canUndo: true,
}

it('says what was done and why', () => {
  expect(actText(act, area)).toEqual({
    what: 'Offered 0.45\u00a0kWh from 13.2\u00a0ct.',
    why: 'So much is likely to be left over.',
  })
  expect(actText({ ...act, side: 'BUY', kind: 'CANCEL', why: 'METER_SILENT' }, area)).toEqual({
    what: 'Took back the request for 0.45\u00a0kWh.',
    why: 'Nothing was heard from the meter.',
  })
})

it('says what traded, and nothing where nothing did', () => {
  expect(outcomeText(act)).toBe('')
  expect(outcomeText({ ...act, tradedWh: null })).toBe('')
  expect(outcomeText({ ...act, tradedWh: 200 })).toBe('0.20\u00a0kWh sold')
})

it('keeps the lines of a quarter hour together, the latest quarter hour first', () => {
  const earlier = { ...act, id: 2, interval: '2026-06-18T09:45:00Z' }
  const again = { ...act, id: 3 }
  expect(byQuarter([again, earlier, act]).map((one) => one.acts.map(({ id }) => id))).toEqual([[3, 1], [2]])
})
