import type { Texts } from '../../messages'
import type * as en from '../en/shell'
import { say } from '../say'

export const app: Texts<typeof en.app> = {
  name: 'Peerwatt',
  skip: 'Zum Inhalt springen',
  navigation: 'Hauptnavigation',
  village: 'Straße',
  home: 'Haushalte',
  neighbour: say('Nachbar {number}', (number) => ({ number })),
  someone: 'ein Nachbar',
  market: 'Markt',
  meters: 'Zähler',
  balancing: 'Netz',
  toDark: 'Auf Dunkel umstellen',
  toLight: 'Auf Hell umstellen',
  theme: say('{dark, select, true {Hell} other {Dunkel}}', (dark) => ({ dark })),
  signIn: 'Anmelden',
  you: 'Konto',
  title: say('{page} · Peerwatt', (page) => ({ page })),
  clock: say('{day}, {time}', (day, time) => ({ day, time })),
  area: 'Gebiet',
  speed: say('{speed, plural, =1 {in Echtzeit} other {läuft {speed}-mal so schnell}}', (speed) => ({
    speed,
  })),
  clockWaiting: 'Die Marktzeit wird geladen',
  notFound: 'Unter dieser Adresse gibt es nichts.',
  notFoundAct: 'Zur Straße',
  language: 'Sprache',
}

export const fresh: Texts<typeof en.fresh> = {
  live: 'Live',
  age: say('vor {seconds} s', (seconds) => ({ seconds })),
  since: say('Keine Verbindung seit {time}', (time) => ({ time })),
  waiting: 'Verbindung wird aufgebaut',
  polling: 'Live, alle 4 s',
}

export const failure: Texts<typeof en.failure> = {
  title: 'Der Markt antwortet nicht.',
  safe: 'Die Zähler zählen weiter, nichts geht verloren.',
  detail: 'Wir versuchen es alle paar Sekunden von selbst erneut.',
  homeMissing: 'Dieser Haushalt gehört nicht zur Straße.',
  homeHidden: 'Was in diesem Haushalt geschieht, sehen nur die Menschen, die dort wohnen.',
  retry: 'Jetzt erneut versuchen',
  stale: 'Die Werte unten sind die letzten, die wir erhalten haben. Die Verbindung wird von selbst erneuert.',
}

export const community = 'Abstimmungen und Zertifikate'
