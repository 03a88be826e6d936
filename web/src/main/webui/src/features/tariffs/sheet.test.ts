import { expect, it } from 'vitest'
import { DAYS, hoursText, microOf, newLine, priceOf } from './sheet'

it('reads prices to the last digit, with point or comma, and nothing else', () => {
  expect(['31.4', '31,4', '0', '-10', '−2.5', '12.0001', ' 7 '].map(microOf)).toEqual([
    314_000, 314_000, 0, -100_000, -25_000, 120_001, 70_000,
  ])
  expect(['', 'x', '1.23456', '1e3', '--1', '.5', '123456'].map(microOf)).toEqual(Array(7).fill(null))
})

it('leaves out what holds anyway', () => {
  expect(priceOf({ ...newLine(1), typed: '30' })).toEqual({
    kind: 'RETAIL',
    name: 'work price',
    priceMicro: 300_000,
  })
  const fee = priceOf({
    ...newLine(1),
    kind: 'GRID_FEE',
    participantId: '101',
    typed: '1.2',
    days: ['SATURDAY', 'SUNDAY'],
    from: '11:00',
    until: '15:00',
  })
  expect(fee).toEqual({
    kind: 'GRID_FEE',
    name: 'work price',
    distance: 'SAME_TRANSFORMER',
    days: ['SATURDAY', 'SUNDAY'],
    timeFrom: '11:00',
    timeUntil: '15:00',
    priceMicro: 12_000,
  })
  expect(priceOf(newLine(1))).toBeNull()
})

it('says hours as people do', () => {
  expect(hoursText(DAYS, '00:00:00', '00:00:00')).toBe('all hours')
  expect(hoursText(DAYS, '22:00', '00:00')).toBe('22:00–24:00')
  expect(hoursText(DAYS.slice(0, 5), '11:00', '15:00')).toBe('Monday to Friday, 11:00–15:00')
  expect(hoursText(['SUNDAY', 'MONDAY'], '00:00', '00:00')).toBe('Mon Sun')
})
