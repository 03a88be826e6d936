// ICU messages as far as the texts use them: {name}, {count, plural, =0 {…} one {…} other {# …}} and
// {word, select, one {…} other {…}}, nested. No quoting: texts have typographic apostrophes. A test holds
// this to intl-messageformat, whose parser and rules would be a tenth of what a phone loads.

export type Value = string | number | boolean
export type Values = Readonly<Record<string, Value>>

interface Choice {
  name: string
  plural: boolean
  cases: ReadonlyMap<string, readonly Part[]>
}

/** Fixed text, a value by its name, or one of several texts by a value. */
type Part = string | { name: string } | Choice

/** A text taken apart. Throws a SyntaxError where it is not well formed. */
export function parse(text: string): readonly Part[] {
  let at = 0
  const fail = (): never => {
    throw new SyntaxError(`at ${at} of "${text}"`)
  }
  const until = (stop: RegExp) => {
    const from = at
    while (at < text.length && !stop.test(text.charAt(at))) at++
    return text.slice(from, at)
  }
  const take = (mark: string) => {
    if (text.charAt(at) !== mark) fail()
    at++
  }
  const parts = (counted: string | null): Part[] => {
    const found: Part[] = []
    const stop = counted ? /[{}#]/ : /[{}]/
    while (at < text.length && text.charAt(at) !== '}') {
      if (text.charAt(at) === '{') found.push(value())
      else if (counted && text.charAt(at) === '#') {
        found.push({ name: `#${counted}` })
        at++
      } else found.push(until(stop))
    }
    return found
  }
  const value = (): Part => {
    take('{')
    const name = until(/[,}]/).trim()
    if (text.charAt(at) === '}') {
      at++
      return { name }
    }
    take(',')
    const kind = until(/,/).trim()
    take(',')
    if (kind !== 'plural' && kind !== 'select') fail()
    const plural = kind === 'plural'
    const cases = new Map<string, Part[]>()
    for (let word = until(/[{}]/).trim(); word; word = until(/[{}]/).trim()) {
      take('{')
      cases.set(word, parts(plural ? name : null))
      take('}')
    }
    take('}')
    return cases.has('other') ? { name, plural, cases } : fail()
  }
  const whole = parts(null)
  return at === text.length ? whole : fail()
}

/** The text with the values in their places, in the rules of a locale. */
export function write(parts: readonly Part[], values: Values, locale: string): string {
  const one = (part: Part): string => {
    if (typeof part === 'string') return part
    if (!('cases' in part)) {
      const { name } = part
      return name.startsWith('#')
        ? Number(values[name.slice(1)]).toLocaleString(locale)
        : String(values[name])
    }
    return write(chosen(part, values[part.name], locale), values, locale)
  }
  return parts.map(one).join('')
}

function chosen({ plural, cases }: Choice, value: Value | undefined, locale: string): readonly Part[] {
  const exact = cases.get(plural ? `=${value}` : String(value))
  if (exact) return exact
  const rule = plural ? new Intl.PluralRules(locale).select(Number(value)) : 'other'
  return cases.get(rule) ?? cases.get('other') ?? []
}
