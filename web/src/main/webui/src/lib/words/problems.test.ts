import { afterAll, expect, it } from 'vitest'
import { LANGUAGES, setLocale } from '../language'
import { hasWords, problemText } from './problems'

/** The market's own sources, so that no code is sent that the page has no words for. */
const rest = import.meta.glob<string>('../../../../java/energy/peerwatt/web/rest/*.java', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const order = import.meta.glob<string>(
  '../../../../../../../order-book/src/main/java/energy/peerwatt/market/{ErrorCode,RejectReason}.java',
  { query: '?raw', import: 'default', eager: true },
)

/** Codes that are given where a problem is made, directly or by the helper for conflicts. */
const given = Object.values(rest).flatMap((text) =>
  [...text.matchAll(/\b(?:Problem\.of|of|conflict)\(\s*(?:\d{3},\s*)?"([a-z]+(?:-[a-z]+)*)"/g)].map(
    ([, code]) => code as string,
  ),
)

/** Constants of an enum, as the market writes them in problems. */
const constants = Object.values(order).flatMap((text) =>
  [...text.matchAll(/^ {4}([A-Z]+(?:_[A-Z]+)*)(?:\([^)]*\))?[,;]?$/gm)].map(([, name]) =>
    (name as string).toLowerCase().replaceAll('_', '-'),
  ),
)

const codes = [...new Set([...given, ...constants])]

afterAll(() => setLocale('en-GB'))

it('finds the codes where the market makes them', () => {
  for (const code of ['not-found', 'gift-declined', 'write-token-missing', 'no-voting-key', 'role-off'])
    expect(given, code).toContain(code)
  for (const code of ['gate-closed', 'malformed', 'chain-unavailable', 'configuration-invalid'])
    expect(constants, code).toContain(code)
  expect(codes.length).toBeGreaterThan(70)
})

it.each(LANGUAGES)('has words for every code in %s', (language) => {
  expect(codes.filter((code) => !hasWords(code, language))).toEqual([])
})

it('speaks the language of the page, with the market’s words behind at most', () => {
  setLocale('de-AT')
  expect(problemText({ status: 409, code: 'gift-there', detail: 'The home gives already.' })).toBe(
    'Dieser Haushalt schenkt schon jemandem.',
  )
  expect(problemText({ status: 409, code: 'not-that-much-energy', detail: '500 Wh of it are left.' })).toBe(
    'So viel ist davon nicht mehr da. (500 Wh of it are left.)',
  )
  const wrong = { status: 400, code: 'invalid-input', detail: 'password is not the password' }
  expect(problemText({ ...wrong, field: 'password' })).toBe(
    'Das ist nicht das Passwort, oder es kann keines sein.',
  )
  expect(problemText({ ...wrong, field: 'phases' })).toBe(
    'Das passt so nicht. (password is not the password)',
  )
  expect(problemText({ status: 503 })).toBe('Das kann der Markt gerade nicht.')
  setLocale('en-GB')
  expect(problemText({ status: 418, code: 'teapot', detail: 'Short and stout.' })).toBe(
    'The market does not take that. (Short and stout.)',
  )
})
