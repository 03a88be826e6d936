import { afterAll, expect, it } from 'vitest'
import { setLocale } from '../language'
import { giftWords } from './gift'
import { staffReadsWords } from './staffReads'

afterAll(() => setLocale('en-GB'))

it('speaks of gifts in both languages', () => {
  setLocale('en-GB')
  expect(giftWords().between(true, 'Lime Court', 'IN_FORCE')).toBe('To Lime Court: in force')
  expect(giftWords().between(false, 'Lime Court', 'OFFERED')).toBe('From Lime Court: offered, not agreed yet')
  expect(giftWords().made(false, 'Today', '0.42 kWh', '8 ct')).toBe(
    'Today: were given 0.42 kWh at 8 ct and fees.',
  )
  setLocale('de-AT')
  expect(giftWords().between(true, 'Lindenhof', 'PAUSED')).toBe('An Lindenhof: pausiert')
  expect(giftWords().youPay('13 ct', '30 ct')).toBe('Sie zahlen 13 ct je kWh mit allen Gebühren statt 30 ct.')
  expect(giftWords().made(true, 'Heute', '0,42 kWh', '8 ct')).toBe('Heute: 0,42 kWh um 8 ct gegeben.')
})

it('speaks of what staff read in both languages', () => {
  setLocale('en-GB')
  expect(staffReadsWords().by('olga', 'UTILITY')).toBe('olga, utility')
  expect(staffReadsWords().times('today', 1).trim()).toBe('today')
  setLocale('de-AT')
  expect(staffReadsWords().by('olga', 'OPERATOR')).toBe('olga, Betrieb')
  expect(staffReadsWords().times('heute', 3)).toBe('heute (3 Mal an dem Tag)')
})
