// Every word the web app says, in the reader's language. Figures between ⟦ and ⟧ are highlighted by the
// headline. English texts give the shape in `words/en`; a language that lacks one does not compile.
import { useSyncExternalStore } from 'react'
import {
  fittingLocale,
  type Language,
  language,
  rememberedLanguage,
  rememberLanguage,
  setLocale,
} from './language'
import * as en from './words/en'
import { type Said, say } from './words/say'

export type Words = typeof en

/** The shape of another language's texts: plain ones, and ICU texts in the place of messages with values. */
export type Texts<T> = T extends string | Said<never[]> ? string : { readonly [K in keyof T]: Texts<T[K]> }

/** What the page says, in the language that is set. Read it when drawing, never once and for all. */
export let t: Words = en

const others: Record<Exclude<Language, 'en'>, () => Promise<unknown>> = {
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
export const speakFitting = (): Promise<void> => speakAs(rememberedLanguage())

/** Speaks a language from now on, also at the next visit. */
export function choose(chosen: Language): Promise<void> {
  rememberLanguage(chosen)
  return speakAs(chosen)
}

/** Texts that cannot be loaded leave the page in the language that it speaks. */
async function speakAs(chosen: Language | null): Promise<void> {
  const tag = fittingLocale(navigator.languages, chosen)
  const before = language()
  setLocale(tag)
  const wanted = language()
  try {
    t = wanted === 'en' ? en : translated(en, (await others[wanted]()) as Texts<Words>)
  } catch {
    setLocale(fittingLocale(navigator.languages, before))
  }
  version++
  for (const listener of listeners) listener()
}

/** The same messages with other texts. */
export function translated<T>(words: T, texts: Texts<T>): T {
  if (typeof words === 'string') return texts as T
  if (typeof words === 'function')
    return say(texts as string, (words as unknown as Said<unknown[]>).named) as unknown as T
  const entries = Object.entries(words as object).map(([key, word]) => [
    key,
    translated(word, (texts as Record<string, never>)[key] as never),
  ])
  return (Array.isArray(words) ? entries.map(([, word]) => word) : Object.fromEntries(entries)) as T
}
