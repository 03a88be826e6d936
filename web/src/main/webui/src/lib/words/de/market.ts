import type { Texts } from '../../messages'
import type * as en from '../en/market'
import { say } from '../say'

export const book: Texts<typeof en.book> = {
  title: 'Straßenmarkt',
  noteFor: say('Für {quarter}', (quarter) => ({ quarter })),
  closesIn: 'schließt in',
  closed: 'geschlossen',
  price: say('{unit}/kWh', (unit) => ({ unit })),
  energy: 'kWh',
  orders: 'Gebote',
  total: 'Summe',
  selling: 'Nachbarn, die verkaufen',
  buying: 'Nachbarn, die kaufen',
  noSellers: 'Noch verkauft niemand',
  noBuyers: 'Noch kauft niemand',
  lastMatch: say('{unit} zuletzt', (unit) => ({ unit })),
  noMatch: 'Noch kein Abschluss',
  gap: say('Abstand {price}', (price) => ({ price })),
  foot: say(
    'Preise sind, was der Käufer zahlt, Netzentgelt inbegriffen. Ohne Nachbarn erhalten Verkäufer {pays} und zahlen Käufer {charges}.',
    (pays, charges) => ({ pays, charges }),
  ),
  chooser: 'Viertelstunde',
  caption: 'Angebote und Nachfrage für die Viertelstunde',
}

export const market: Texts<typeof en.market> = {
  title: 'Markt',
  open: say('{quarter} zuletzt zu ⟦{time}⟧ gehandelt.', (quarter, time) => ({ quarter, time })),
  lineMatch: say('Die Viertelstunde {quarter} wurde zuletzt zu ⟦{price}⟧ gehandelt.', (quarter, price) => ({
    quarter,
    price,
  })),
  lineOpen: say(
    'Die Viertelstunde {quarter} ist offen und wartet auf ihren ersten Abschluss.',
    (quarter) => ({
      quarter,
    }),
  ),
  lineWaiting: 'Der Markt öffnet gerade.',
  last: 'Letzter Abschluss',
  lastNote: say('für {energy}', (energy) => ({ energy })),
  lastNone: 'noch kein Abschluss',
  offered: 'Angeboten',
  offeredNote: say('ab {best}', (best) => ({ best })),
  wanted: 'Nachgefragt',
  wantedNote: say('bis {best}', (best) => ({ best })),
  none: 'noch niemand',
  closes: 'Schließt in',
  closesNote: say('um {time}', (time) => ({ time })),
  tape: 'Abschlüsse',
  tapeList: 'Liste der Abschlüsse',
  tapeNote: 'Neueste zuerst',
  tapeEmpty: 'Für diese Viertelstunde noch keine Abschlüsse.',
  at: 'Zeit',
  pair: 'Von und an',
  kwh: 'kWh',
  price: say('{unit}/kWh', (unit) => ({ unit })),
  priceNote: 'Preise sind, was der Verkäufer erhält, ohne Netzentgelt.',
}
