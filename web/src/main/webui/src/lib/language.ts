// Which language the page speaks, and in whose customs it writes numbers and times.

export type Language = 'en' | 'de'

export const LANGUAGES: readonly Language[] = ['en', 'de']

const KEY = 'peerwatt.language'
/** Where only a language is known. */
const USUAL: Record<Language, string> = { en: 'en-GB', de: 'de-DE' }

let spoken = USUAL.en

/** The locale whose customs are followed, such as `en-GB` or `de-AT`. */
export const locale = (): string => spoken

/** The language that texts are in. */
export const language = (): Language => languageOf(spoken) ?? 'en'

/** Sets what `locale` and the page say from now on. */
export function setLocale(tag: string): void {
  spoken = tag
  if (typeof document !== 'undefined') document.documentElement.lang = language()
}

/**
 * The first of the reader's locales whose language is spoken here, or the language that was chosen, in the
 * reader's own customs where the reader has any in it.
 */
export function fittingLocale(wanted: readonly string[], chosen: Language | null): string {
  const found = wanted.filter(isLocale).find((tag) => {
    const speaks = languageOf(tag)
    return speaks !== null && (chosen === null || speaks === chosen)
  })
  if (!found) return USUAL[chosen ?? 'en']
  return found.includes('-') ? found : USUAL[languageOf(found) ?? 'en']
}

/** What the reader chose before, or null. */
export function rememberedLanguage(): Language | null {
  try {
    return LANGUAGES.find((one) => one === localStorage.getItem(KEY)) ?? null
  } catch {
    return null
  }
}

export function rememberLanguage(chosen: Language): void {
  try {
    localStorage.setItem(KEY, chosen)
  } catch {
    // Private windows may refuse storage; the choice then lasts until the page is closed.
  }
}

const languageOf = (tag: string): Language | null =>
  LANGUAGES.find((one) => one === tag.slice(0, 2).toLowerCase() && !/^[a-z]/i.test(tag.charAt(2))) ?? null

/** Some browsers name locales that they do not know themselves, such as `en-US@posix`. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0
  } catch {
    return false
  }
}
