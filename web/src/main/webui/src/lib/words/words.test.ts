import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { parse, type Values, write } from '../icu'
import { LANGUAGES } from '../language'
import { speak, t } from '../messages'
import * as de from './de'
import * as en from './en'
import type { Said } from './say'

type Message = string | Said<unknown[]>

/** Every message by its path. */
function messages(tree: object, path = ''): [string, Message][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' || typeof value === 'function'
      ? [[`${path}${key}`, value as Message] as [string, Message]]
      : messages(value as object, `${path}${key}.`),
  )
}

const english = messages(en)
const german = messages(de)
const all = [...english, ...german]
const textOf = (message: Message) => (typeof message === 'string' ? message : message.text)

/** The values that a text has places for. */
const namesIn = (parts: ReturnType<typeof parse>): string[] =>
  parts.flatMap((part) => {
    if (typeof part === 'string' || ('name' in part && part.name.startsWith('#'))) return []
    return 'cases' in part ? [part.name, ...[...part.cases.values()].flatMap(namesIn)] : [part.name]
  })

/** The values that a message gives. */
const namesGiven = (message: Message): string[] =>
  typeof message === 'string' ? [] : Object.keys(message.named(...Array(12).fill('x')))

/** Which of its values, by place, a message names how. */
const signature = (message: Message): string =>
  typeof message === 'string'
    ? ''
    : JSON.stringify(message.named(...Array.from({ length: 12 }, (_, place) => String(place))))

/** Values for every name: a count where it is counted, else a word. */
function valuesFor(text: string, count: number, word: string): Values {
  const counted = new Set([...text.matchAll(/\{(\w+), plural/g)].map((m) => m[1]))
  return Object.fromEntries(namesIn(parse(text)).map((name) => [name, counted.has(name) ? count : word]))
}

it('says everything in every language, with the same values in the same order', () => {
  const given = (tree: [string, Message][]) =>
    Object.fromEntries(tree.map(([path, message]) => [path, signature(message)]))
  expect(english.length).toBeGreaterThan(500)
  expect(given(german)).toEqual(given(english))
})

it('has places only for values that are given', () => {
  const wrong = all.filter(([, message]) => {
    const given = new Set(namesGiven(message))
    return namesIn(parse(textOf(message))).some((name) => !given.has(name))
  })
  expect(wrong.map(([path]) => path)).toEqual([])
})

it('leaves no value out in both languages', () => {
  const unused = english.flatMap(([path, message], n) => {
    const places = [message, german[n]?.[1] ?? ''].flatMap((one) => namesIn(parse(textOf(one))))
    return namesGiven(message)
      .filter((name) => !places.includes(name))
      .map((name) => `${path} ${name}`)
  })
  expect(unused).toEqual([])
})

it('is in typographic marks, and nothing is quoted', () => {
  const texts = all.map(([path, message]) => [path, textOf(message)] as const)
  expect(texts.filter(([, text]) => /['"<>]|\.\.\./.test(text))).toEqual([])
})

it('highlights as much in German as in English', () => {
  const marks = (tree: [string, Message][]) =>
    Object.fromEntries(tree.map(([path, message]) => [path, textOf(message).match(/⟦/g)?.length ?? 0]))
  expect(marks(german)).toEqual(marks(english))
})

describe.each(LANGUAGES)('in %s', (language) => {
  const texts = { en: english, de: german }[language].map(
    ([path, message]) => [path, textOf(message)] as const,
  )

  it('is written as intl-messageformat writes it', () => {
    for (const [path, text] of texts)
      for (const count of text.includes('plural') ? [0, 1, 2, 1200] : [0])
        for (const word of text.includes('select') ? ['none', 'true', 'both', 'x'] : ['x']) {
          const values = valuesFor(text, count, word)
          const theirs = new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).format(values)
          expect(write(parse(text), values, language), path).toBe(theirs)
        }
  }, 60_000)
})

it('refuses a text that is not well formed', () => {
  for (const text of [
    '{',
    '}',
    '{a',
    '{a, plural}',
    '{a, plural, one {x}}',
    '{a, date, short}',
    'a}b',
    '{a, select, other {x}',
  ])
    expect(() => parse(text), text).toThrow(SyntaxError)
})

it('speaks as the locale does', async () => {
  await speak('de-AT')
  expect(t.headline.sharing('Lindenweg', '3,5 kW', 5)).toBe(
    'Lindenweg teilt gerade ⟦3,5 kW⟧ zwischen fünf Haushalten.',
  )
  expect(t.village.ownHomes(['A', 'B', 'C', 'D', 'E'])).toBe('A, B und drei weitere')
  expect(t.village.madeBy(1)).toBe('von einem Dach')
  expect(t.join.steps).toHaveLength(4)
  await speak('en-GB')
  expect(t.village.idleReadout(3, 1)).toBe('Three homes sell to one home this quarter hour.')
})
