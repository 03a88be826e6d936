// Every word the web app says, in the reader's language. Figures between ⟦ and ⟧ are highlighted by the
// headline. English texts give the shape in `words/en`; a language that lacks one does not compile. Only the
// language that is spoken is loaded.
import { useSyncExternalStore } from 'react'
import {
  fittingLocale,
  type Language,
  language,
  locale,
  rememberedLanguage,
  rememberLanguage,
  setLocale,
} from './language'
import type * as en from './words/en'
import type { Said } from './words/say'

/** The shape of every language's texts: plain ones, and messages with the same values. */
export type Texts<T> = T extends string
  ? string
  : T extends Said<infer A>
    ? Said<A>
    : { readonly [K in keyof T]: Texts<T[K]> }

export type Words = Texts<typeof en>

/**
 * What the page says, in the language that is set; nothing before the first one has come. Read it when
 * drawing, never once and for all.
 */
export let t: Words

const words: Record<Language, () => Promise<Words>> = {
  en: () => import('./words/en'),
  de: () => import('./words/de'),
}

const listeners = new Set<() => void>()
let version = 0

/** Changes whenever the page speaks another language. */
export const useWords = (): number =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => version,
  )

/** Speaks the language that was chosen, or else the first of the browser's that it knows. */
export const speakFitting = (): Promise<void> =>
  speak(fittingLocale(navigator.languages, rememberedLanguage()))

/** Speaks a language from now on, also at the next visit. */
export function choose(chosen: Language): Promise<void> {
  rememberLanguage(chosen)
  return speak(fittingLocale(navigator.languages, chosen))
}

/**
 * Speaks as a locale does, such as `de-AT`. Texts that cannot be loaded leave the page in the language that
 * it speaks; without one, that fails.
 */
export async function speak(tag: string): Promise<void> {
  const before = locale()
  setLocale(tag)
  try {
    t = await words[language()]()
  } catch (reason) {
    setLocale(before)
    if (!t) throw reason
  }
  version++
  for (const listener of listeners) listener()
}
