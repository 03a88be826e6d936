import { language } from '../language'
import type { Texts } from '../messages'
import { say } from './say'

const en = {
  title: say('Who read about {home}', (home: string) => ({ home })),
  note: 'The people who run the market may look at your values to do their work. Each time is noted.',
  show: 'Show',
  hide: 'Hide',
  none: 'Nobody did so far.',
  who: 'Who',
  what: 'What',
  when: 'Last time',
  by: say('{login}, {role, select, OPERATOR {operator} other {utility}}', (login: string, role: string) => ({
    login,
    role,
  })),
  kind: {
    INTERVAL_VALUES: 'Energy by quarter hour',
    READINGS: 'Meter readings',
    DAY: 'Energy and money of days',
    BILLS: 'Statements and invoices',
  },
  times: say('{when} {count, plural, =1 {} other {(# times that day)}}', (when: string, count: number) => ({
    when,
    count,
  })),
} as const

const de: Texts<typeof en> = {
  title: say('Wer über {home} gelesen hat', (home) => ({ home })),
  note: 'Wer den Markt betreibt, darf für die Arbeit in Ihre Werte sehen. Jedes Mal wird vermerkt.',
  show: 'Zeigen',
  hide: 'Verbergen',
  none: 'Bisher niemand.',
  who: 'Wer',
  what: 'Was',
  when: 'Zuletzt',
  by: say('{login}, {role, select, OPERATOR {Betrieb} other {Versorger}}', (login, role) => ({
    login,
    role,
  })),
  kind: {
    INTERVAL_VALUES: 'Energie je Viertelstunde',
    READINGS: 'Zählerstände',
    DAY: 'Energie und Geld von Tagen',
    BILLS: 'Abrechnungen und Rechnungen',
  },
  times: say('{when} {count, plural, =1 {} other {(# Mal an dem Tag)}}', (when, count) => ({ when, count })),
}

/** Words about what those who run the market read of a home, which only its own page loads. */
export const staffReadsWords = (): Texts<typeof en> => (language() === 'de' ? de : en)
