import { afterEach, describe, expect, it } from 'vitest'
import * as format from './format'
import { setLocale } from './language'
import { countWord } from './words/say'

const ZONE = 'Europe/Vienna'
/** Units are tied to their figure by a no-break space. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const at = (text: string) => Date.parse(text)

describe('power', () => {
  it('shows W under 100 W and kW above', () => {
    expect(plain(format.power(80))).toBe('80 W')
    expect(plain(format.power(99))).toBe('99 W')
    expect(plain(format.power(100))).toBe('0.1 kW')
    expect(plain(format.power(3521))).toBe('3.5 kW')
  })

  it('says direction in words, never by a sign', () => {
    expect(plain(format.power(-3500))).toBe('3.5 kW')
    expect(plain(format.powerKilo(-80))).toBe('0.1 kW')
  })

  it('keeps missing apart from zero', () => {
    expect(plain(format.power(null))).toBe('–')
    expect(plain(format.power(undefined))).toBe('–')
    expect(plain(format.power(Number.NaN))).toBe('–')
    expect(plain(format.power(0))).toBe('0 W')
  })
})

describe('energy', () => {
  it.each([
    [0, '0.0 kWh'],
    [4, '4 Wh'],
    [100, '0.1 kWh'],
    [13_600, '13.6 kWh'],
    [99_900, '99.9 kWh'],
    [100_000, '100 kWh'],
    [9_999_000, '9,999 kWh'],
    [10_000_000, '10.0 MWh'],
  ])('%i Wh is %s', (wattHours, text) => expect(plain(format.energy(wattHours))).toBe(text))

  it('has two decimals in tables', () => {
    expect(format.energyFine(950)).toBe('0.95')
    expect(format.energyFine(null)).toBe('–')
  })

  it('of a trade never reads as nothing', () => {
    expect(plain(format.energyTraded(4))).toBe('4 Wh')
    expect(plain(format.energyTraded(950))).toBe('0.95 kWh')
    expect(plain(format.energyTraded(0))).toBe('0.00 kWh')
    expect(plain(format.energyExact(7))).toBe('0.007 kWh')
    expect(plain(format.energyExact(12_340))).toBe('12.340 kWh')
    expect(format.energyTraded(null)).toBe('–')
  })
})

describe('price', () => {
  it('is in minor units with one decimal', () => {
    expect(plain(format.price(154_000, 'EUR'))).toBe('15.4 ct')
    expect(plain(format.price(154_000, 'CHF'))).toBe('15.4 Rp.')
  })

  it('may be zero or below', () => {
    expect(format.priceValue(0)).toBe('0.0')
    expect(format.priceValue(-12_000)).toBe('−1.2')
    expect(format.priceValue(-100)).toBe('0.0')
  })
})

describe('money', () => {
  it('has no sign and the currency in its own form', () => {
    expect(format.money('2.784000000', 'EUR')).toBe('€2.78')
    expect(format.money('-2.784', 'EUR')).toBe('€2.78')
    expect(format.money(null, 'EUR')).toBe('–')
  })

  it('tells credit from debit to the cent', () => {
    expect(format.amountSign('0.004')).toBe(0)
    expect(format.amountSign('-0.01')).toBe(-1)
    expect(format.amountSign('0.01')).toBe(1)
    expect(format.amountSign(null)).toBe(0)
  })
})

describe('time', () => {
  it('is the site’s, through both changes of the clock', () => {
    expect(format.quarter(at('2026-06-18T11:30:00Z'), 15, ZONE)).toBe('13:30–13:45')
    expect(format.quarter(at('2026-03-29T00:45:00Z'), 15, ZONE)).toBe('01:45–03:00')
    expect(format.quarter(at('2026-10-25T00:45:00Z'), 15, ZONE)).toBe('02:45–02:00')
  })

  it('names days and dates', () => {
    expect(format.day(at('2026-06-18T22:30:00Z'), ZONE)).toBe('Friday 19 June')
    expect(format.isoDate(at('2026-06-18T22:30:00Z'), ZONE)).toBe('2026-06-19')
    expect(format.dayOfDate('2026-06-18')).toBe('Thursday 18 June')
    expect(format.shiftDate('2026-03-01', -1)).toBe('2026-02-28')
    expect(format.hourOfDay(at('2026-06-18T11:30:00Z'), ZONE)).toBe(13.5)
  })

  it('counts down and stops at zero', () => {
    expect(format.countdown(458_900)).toBe('07:38')
    expect(format.countdown(3_661_000)).toBe('1:01:01')
    expect(format.countdown(-5)).toBe('00:00')
  })
})

it('keeps shares within their bounds and counts in words', () => {
  expect(plain(format.share(0.864))).toBe('86 %')
  expect(plain(format.share(1.2))).toBe('100 %')
  expect(plain(format.share(null))).toBe('–')
  expect(countWord(9)).toBe('nine')
  expect(countWord(40)).toBe('40')
})

it('shortens hashes', () => {
  expect(format.shortHash(`0x3fa9${'0'.repeat(56)}c21d`)).toBe('0x3fa9…c21d')
  expect(format.shortHash('0x12')).toBe('0x12')
})

it('says spans of time in hours and minutes', () => {
  expect([0, 45, 195, 720].map(format.span)).toEqual([
    '0\u00a0min',
    '45\u00a0min',
    '3\u00a0h 15\u00a0min',
    '12\u00a0h',
  ])
})

describe('customs of other readers', () => {
  afterEach(() => setLocale('en-GB'))

  it('are German, Austrian and Swiss', () => {
    setLocale('de-DE')
    expect(plain(format.power(3521))).toBe('3,5 kW')
    expect(format.energyFine(-0.4)).toBe('0,00')
    expect(plain(format.money('1234.5', 'EUR'))).toBe('1.234,50 €')
    expect(format.time(at('2026-06-18T12:02:00Z'), ZONE)).toBe('14:02')
    expect(format.day(at('2026-06-18T12:02:00Z'), ZONE)).toBe('Donnerstag, 18. Juni')
    expect(format.month('2026-06')).toBe('Juni 2026')
    setLocale('de-CH')
    expect(plain(format.money('234.5', 'CHF'))).toBe('CHF 234.50')
    expect(plain(format.price(154_000, 'CHF'))).toBe('15.4 Rp.')
  })

  it('count to twelve', () => {
    setLocale('en-US')
    expect(format.time(at('2026-06-18T12:02:00Z'), ZONE).replaceAll('\u202f', ' ')).toBe('02:02 PM')
    expect(format.hourOfDay(at('2026-06-18T22:15:00Z'), ZONE)).toBe(0.25)
    expect([0, 15, 24].map((hour) => format.hourMark(hour).replaceAll('\u202f', ' '))).toEqual([
      '12 AM',
      '3 PM',
      '12 AM',
    ])
    expect(format.day(at('2026-06-18T12:02:00Z'), ZONE)).toBe('Thursday, June 18')
  })
})
