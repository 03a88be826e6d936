import type { Texts } from '../../messages'
import type * as en from '../en/strategy'
import { say } from '../say'

export const strategy: Texts<typeof en.strategy> = {
  page: 'Handel',
  toDay: 'Der Tag',
  open: 'So wird gehandelt',
  title: 'So wird gehandelt',
  pause: 'Handel pausieren',
  resume: 'Handel fortsetzen',
  pausedTitle: 'Der Handel ist pausiert.',
  pausedDetail:
    'Die Gebote sind aus dem Markt genommen. Was abgeschlossen ist, bleibt; den Rest übernimmt das Netz.',
  lookOn: 'Nur wer zu diesem Haushalt gehört, kann ändern, wie er handelt.',
  denied: 'Nur wer zu diesem Haushalt gehört, sieht, wie er handelt.',
  deniedDetail: 'Melden Sie sich entsprechend an.',
  notDone: 'Das ging nicht. Es hat sich nichts geändert; versuchen Sie es erneut.',
  head: {
    trading: say(
      '{kind, select, both {{name} verkauft ab ⟦{sell}⟧ und kauft bis ⟦{buy}⟧.} sells {{name} verkauft ab ⟦{sell}⟧ und kauft nie.} buys {{name} kauft bis ⟦{buy}⟧ und verkauft nie.} other {{name} handelt nicht.}}',
      (name, sell, buy) => ({
        name,
        sell: sell ?? '',
        buy: buy ?? '',
        kind: sell && buy ? 'both' : sell ? 'sells' : buy ? 'buys' : 'none',
      }),
    ),
    paused: say('Der Handel ist für {name} ⟦pausiert⟧.', (name) => ({ name })),
    closed: say('Zurzeit ist kein Preis für beide Seiten gut. {name} handelt nicht.', (name) => ({
      name,
    })),
    waiting: say('Es wird geladen, wie {name} handelt.', (name) => ({ name })),
    denied: say('Wie {name} handelt, bleibt im Haushalt.', (name) => ({ name })),
  },
  styles: {
    NEIGHBOURLY: {
      name: 'Nachbarschaftlich',
      about: 'So viel wie möglich in der Straße handeln. Auf den Preis kommt es kaum an.',
    },
    BALANCED: { name: 'Ausgewogen', about: 'Ein fairer Anteil am Gewinn für beide Seiten.' },
    BEST_PRICE: { name: 'Bester Preis', about: 'Auf einen guten Preis warten und weniger handeln.' },
    OWN_LIMITS: {
      name: 'Eigene Grenzen',
      about: 'Zwei Preise, die Sie selbst nennen. Gelernt wird nichts.',
    },
  },
  sellFrom: 'Ich verkaufe ab',
  buyUpTo: 'Ich kaufe bis, mit Entgelten',
  neverSell: 'Nie verkaufen',
  neverBuy: 'Nie kaufen',
  reserve: 'Reserve im Speicher',
  reserveUsual: 'wie üblich',
  reserveReset: 'Wie üblich lassen',
  reserveNote: 'Was Fahrpläne der Straße dem Haushalt lassen.',
  inEffect: 'Wirkt: Der Plan der Straße hält sich daran.',
  notInEffect: {
    NO_CONSENT: 'Wirkt nicht: Dieses Zuhause lässt seine Geräte von niemandem steuern.',
    NO_PLAN: 'Wirkt nicht: Nichts begrenzt diese Straße, also gibt es keinen Plan.',
    PAUSED: 'Wirkt derzeit nicht: Der Betreiber hat den Plan der Straße angehalten.',
    NO_PLAN_YET: 'Wirkt derzeit nicht: Es gilt kein Plan, der einhält, was die Straße begrenzt.',
  },
  toConsents: 'Einwilligungen',
  carReady: 'Auto geladen bis',
  carReadyNote: 'Für Autos, die nicht selbst sagen, wann sie losfahren.',
  save: 'Speichern',
  discard: 'Verwerfen',
  saved: 'Gespeichert. Es gilt ab dem nächsten Blick auf den Markt.',
  undo: 'Rückgängig',
  notSaved: 'Noch nicht gespeichert. Versuchen Sie es erneut.',
  changedMeanwhile:
    'Jemand aus diesem Haushalt hat das gerade geändert. So ist es jetzt; ändern Sie es noch einmal, wenn Sie möchten.',
  previewWaiting: 'Der letzte Monat wird durchgerechnet.',
  previewNone: 'Was jede Einstellung gebracht hätte, steht hier, sobald ein Monat gemessen ist.',
  previewBasis: say(
    'Grundlage ist der eigene {month} dieses Haushalts, {intervals} Viertelstunden davon.',
    (month, intervals) => ({ month, intervals }),
  ),
  effect: say(
    'Im {month} hätte das {gain} mehr gebracht als das Netz: {sold} verkauft, {bought} gekauft.',
    (month, gain, sold, bought) => ({ month, gain, sold, bought }),
  ),
  effectNone: '–',
  effectOwn: 'Was sie gebracht hätten, steht hier, sobald Sie sie nennen.',
  assumed:
    'Angenommen ist, dass der Haushalt seine Mengen im Voraus kannte und zum mittleren Preis jeder Viertelstunde gehandelt hätte, und zwar nicht mehr, als die Nachbarn damals handelten. Die Nachbarn hatten diesen Strom voneinander: Mehr kann eine Einstellung nicht bringen, vor Umsatzsteuer, und es kommt nicht zu dem hinzu, was der Haushalt wirklich gewonnen hat.',
  acts: 'Was geschah, und warum',
  actsNote: 'Nach Viertelstunden, die späteste zuerst',
  actsEmpty: 'Noch nichts. Das erste Gebot folgt, sobald sich der Zähler gemeldet hat.',
  actsFailed: 'Das lässt sich gerade nicht anzeigen. Wir versuchen es von selbst erneut.',
  hold: 'Auslassen',
  holdAt: say('{span} auslassen', (span) => ({ span })),
  release: 'Wieder handeln',
  releaseAt: say('{span} wieder handeln', (span) => ({ span })),
  traded: say('{energy} {selling, select, true {verkauft} other {gekauft}}', (selling, energy) => ({
    energy,
    selling,
  })),
  did: {
    PLACE: say(
      '{selling, select, true {{energy} ab {price} angeboten.} other {{energy} bis {price} nachgefragt.}}',
      (selling, energy, price) => ({ selling, energy, price }),
    ),
    REPLACE: say(
      '{selling, select, true {Bietet jetzt {energy} ab {price} an.} other {Fragt jetzt {energy} bis {price} nach.}}',
      (selling, energy, price) => ({ selling, energy, price }),
    ),
    CANCEL: say(
      '{selling, select, true {Angebot} other {Nachfrage}} über {energy} zurückgezogen.',
      (selling, energy) => ({ selling, energy }),
    ),
    REFUSED: say(
      'Der Markt hat {selling, select, true {das Angebot} other {die Nachfrage}} über {energy} nicht angenommen.',
      (selling, energy) => ({ selling, energy }),
    ),
  },
  why: {
    EXPECTED: say(
      'So viel {selling, select, true {bleibt voraussichtlich übrig} other {fehlt voraussichtlich}}.',
      (selling) => ({ selling }),
    ),
    EXPECTED_MORE: say(
      'Voraussichtlich {selling, select, true {bleibt mehr übrig} other {fehlt mehr}} als zuvor erwartet.',
      (selling) => ({ selling }),
    ),
    EXPECTED_LESS: say(
      'Voraussichtlich {selling, select, true {bleibt weniger übrig} other {fehlt weniger}} als zuvor erwartet.',
      (selling) => ({ selling }),
    ),
    EXPECTATION_TURNED: say(
      'Voraussichtlich {selling, select, true {bleibt nichts mehr übrig} other {fehlt nichts mehr}}.',
      (selling) => ({ selling }),
    ),
    GIFT: say(
      '{selling, select, true {Der Rest bleibt Ihrem Partner, als Geschenk} other {Den Rest schenkt Ihnen ein Partner}}.',
      (selling) => ({ selling }),
    ),
    PRICE_MOVED: say('Der Preis folgt Ihrer Einstellung und den letzten Abschlüssen.', () => ({})),
    PAUSED: say('Der Handel ist pausiert.', () => ({})),
    METER_SILENT: say('Vom Zähler kam nichts mehr.', () => ({})),
    UNDONE: say('Sie möchten diese Viertelstunde auslassen.', () => ({})),
    FEEDER_FULL: say('Mehr trägt das Kabel der Straße dann nicht.', () => ({})),
    MARKET_RULE: say('Es verstieß gegen eine Regel des Marktes.', () => ({})),
  },
}
