import { expect, it } from 'vitest'
import type { AppNotification, NotificationKind } from '../../lib/api'
import { newsWords } from '../../lib/words/news'
import { bodyOf, decimalOf } from './text'

const told = (kind: NotificationKind, details: Record<string, string>): AppNotification => ({
  id: 1,
  kind,
  topic: 'MONEY',
  participantId: 100,
  details,
  path: '/',
  at: '2026-06-18T10:00:00Z',
  read: false,
})

it('writes billionths exactly', () => {
  expect(decimalOf('1234567890')).toBe('1.234567890')
  expect(decimalOf('5')).toBe('0.000000005')
  expect(decimalOf('-5')).toBeNull()
  expect(decimalOf(undefined)).toBeNull()
})

it('says what happened', () => {
  expect(bodyOf(told('FIRST_SALE', { energyWh: '400', amountNano: '63200000', currency: 'EUR' }))).toBe(
    'You sold 0.40\u00a0kWh to the street for €0.06.',
  )
  expect(bodyOf(told('INVOICE_READY', { month: '2026-05', corrected: 'true' }))).toBe(
    'The invoice of May 2026 was corrected.',
  )
  expect(bodyOf(told('PRICES_CHANGE', { from: '2026-07-01' }))).toContain('1 July')
  expect(bodyOf(told('METERING_ALARM', { list: 'refusedBlock', point: '' }))).toBe('A meter needs a look.')
  expect(bodyOf(told('METERING_ALARM', { list: 'finding', point: 'AT-1' }))).toBe('Meter AT-1 needs a look.')
})

it('has words for every kind, and no gaps in them', () => {
  for (const kind of Object.keys(newsWords().said) as NotificationKind[]) {
    const body = bodyOf(
      told(kind, {
        since: '2026-06-18T10:00:00Z',
        energyWh: '1',
        amountNano: '1',
        currency: 'EUR',
        month: '2026-05',
        day: '2026-06-18',
        from: '2026-06-18',
        until: '2026-06-18T10:00:00Z',
        purpose: 'advice',
        address: '192.0.2.1',
        point: 'AT-1',
        by: 'Anna',
        home: 'Haus 1',
      }),
    )
    expect(body, kind).toMatch(/\.$/)
    expect(body, kind).not.toMatch(/undefined|NaN|Invalid|–/)
  }
})
