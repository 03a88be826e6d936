import type { Texts } from '../../messages'
import type * as en from '../en/shell'

export const app: Texts<typeof en.app> = {
  name: 'Peerwatt',
  skip: 'Zum Inhalt springen',
  navigation: 'Hauptnavigation',
  village: 'Straße',
  home: 'Haushalte',
  neighbour: 'Nachbar {number}',
  someone: 'ein Nachbar',
  market: 'Markt',
  meters: 'Zähler',
  balancing: 'Netz',
  toDark: 'Dunkle Farben verwenden',
  toLight: 'Helle Farben verwenden',
  theme: '{dark, select, true {Hell} other {Dunkel}}',
  signIn: 'Anmelden',
  you: 'Konto',
  title: '{page} · Peerwatt',
  clock: '{day}, {time}',
  speed: '{speed, plural, =1 {in Echtzeit} other {läuft {speed}-mal so schnell}}',
  clockWaiting: 'Die Marktzeit wird geladen',
  notFound: 'Unter dieser Adresse gibt es nichts.',
  notFoundAct: 'Zur Straße',
  language: 'Sprache',
}

export const fresh: Texts<typeof en.fresh> = {
  live: 'Live',
  age: 'vor {seconds} s',
  since: 'Keine Verbindung seit {time}',
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
