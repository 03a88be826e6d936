import { count } from '../format'
import { parse, type Values, write } from '../icu'
import { language, locale } from '../language'

/** A message with values in it: the English text, and how the values are named in it. */
export interface Said<A extends unknown[]> {
  (...values: A): string
  text: string
  named: (...values: A) => Values
}

/** A message from its ICU text and the names that its values have there. */
export function say<A extends unknown[]>(text: string, named: (...values: A) => Values): Said<A> {
  let parts: ReturnType<typeof parse> | null = null
  const said = (...values: A) => {
    parts ??= parse(text)
    return write(parts, named(...values), locale())
  }
  return Object.assign(said, { text, named })
}

const NUMBERS = {
  en: 'no one two three four five six seven eight nine ten eleven twelve'.split(' '),
  de: 'keine ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'.split(' '),
}

/** Small counts as words, `nine`; larger ones as figures. */
export const countWord = (value: number): string => NUMBERS[language()][value] ?? count(value)

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const others = {
  en: say('{words} others', (words: string) => ({ words })),
  de: say('{words} weitere', (words: string) => ({ words })),
}

/** At most three names; more are counted. */
export function list(all: readonly string[]): string {
  const rest = countWord(all.length - 2)
  const named = all.length <= 3 ? all : [...all.slice(0, 2), others[language()](rest)]
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(named)
}
