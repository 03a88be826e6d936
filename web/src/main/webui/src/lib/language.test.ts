import { expect, it } from 'vitest'
import { fittingLocale } from './language'

it('follows the first of the reader’s languages that is spoken', () => {
  expect(fittingLocale(['de-AT', 'en'], null)).toBe('de-AT')
  expect(fittingLocale(['fr-FR', 'en-US', 'de'], null)).toBe('en-US')
  expect(fittingLocale(['de'], null)).toBe('de-DE')
  expect(fittingLocale(['en'], null)).toBe('en-GB')
  expect(fittingLocale([], null)).toBe('en-GB')
})

it('takes no language for another that begins alike, nor a locale that nobody knows', () => {
  expect(fittingLocale(['den-CA', 'enm'], null)).toBe('en-GB')
  expect(fittingLocale(['en-US@posix', 'de-CH'], null)).toBe('de-CH')
})

it('follows what was chosen, in the reader’s own customs where there are any', () => {
  expect(fittingLocale(['en-US', 'de-CH'], 'de')).toBe('de-CH')
  expect(fittingLocale(['en-US'], 'de')).toBe('de-DE')
  expect(fittingLocale(['de-AT'], 'en')).toBe('en-GB')
})
