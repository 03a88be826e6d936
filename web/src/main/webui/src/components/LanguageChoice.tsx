import { LANGUAGES, type Language, language } from '../lib/language'
import { choose, t } from '../lib/messages'
import { Segmented } from './Segmented'

/** Each in its own language, for whoever cannot read the other one. */
const NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch' }

/** The language of the page, kept for the next visit. */
export function LanguageChoice() {
  return (
    <Segmented
      label={t.app.language}
      options={LANGUAGES.map((value) => ({ value, text: NAMES[value] }))}
      value={language()}
      onChange={(value) => choose(value as Language)}
    />
  )
}
