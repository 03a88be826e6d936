import type { Texts } from '../../messages'
import type * as en from '../en/earnings'
import { say } from '../say'

export const earnings: Texts<typeof en.earnings> = {
  title: 'Erlöse',
  sentence: {
    earned: say(
      '{period}: {name} hat ⟦{amount}⟧ verdient{better, select, none {} other {, {better} mehr als nur mit dem Netz}}.',
      (period, name, amount, better) => ({
        period,
        name,
        amount,
        better: better ?? 'none',
      }),
    ),
    paid: say(
      '{period}: {name} hat ⟦{amount}⟧ bezahlt{better, select, none {} other {, {better} weniger als nur mit dem Netz}}.',
      (period, name, amount, better) => ({
        period,
        name,
        amount,
        better: better ?? 'none',
      }),
    ),
    nothing: say('{period}: Für {name} ist noch nichts abgerechnet.', (period, name) => ({
      period,
      name,
    })),
    waiting: 'Es wird zusammengezählt.',
  },
  unit: 'Zeitraum',
  units: { YEAR: 'Jahr', MONTH: 'Monat', DAY: 'Tag' },
  previous: 'Früher',
  next: 'Später',
  print: 'Drucken',
  earned: 'Verdient',
  paid: 'Bezahlt',
  sofar: say('{intervals} Viertelstunden abgerechnet', (intervals) => ({ intervals })),
  better: 'Besser als nur mit dem Netz',
  betterNote: say(
    'das {amount} {earned, select, true {gezahlt} other {gekostet}} hätte',
    (earned, amount) => ({
      earned,
      amount,
    }),
  ),
  worse: 'Schlechter als nur mit dem Netz',
  unknown: 'nicht zu beziffern, weil ein Vertrag nicht geliefert wurde',
  own: 'Durch eigenen Strom gespart',
  ownNote: say('{energy} im Haus verbraucht', (energy) => ({ energy })),
  ownNone: 'kein Eigenverbrauch hinter dem Zähler',
  shared: 'Mit Nachbarn',
  sharedNote: say('{sold} verkauft, {bought} gekauft', (sold, bought) => ({ sold, bought })),
  provisional:
    'Einige Werte sind geschätzt. Sie werden neu abgerechnet, sobald sich der Zähler gemeldet hat.',
  chart: {
    title: 'Verdient und bezahlt',
    note: { YEAR: 'Monat für Monat', MONTH: 'Tag für Tag', DAY: 'Viertelstunde für Viertelstunde' },
    up: 'Verdient und gespart',
    down: 'Bezahlt',
    alone: 'nur mit dem Netz',
    scrub: 'Teil des gezeigten Zeitraums',
    spoken: say('{span}. {amount}. {alone}', (span, amount, alone) => ({
      span,
      amount,
      alone,
    })),
    spokenEarned: say('{amount} verdient', (amount) => ({ amount })),
    spokenPaid: say('{amount} bezahlt', (amount) => ({ amount })),
    spokenAlone: say('Nur mit dem Netz: {amount}.', (amount) => ({ amount })),
    empty:
      'In diesem Zeitraum ist nichts abgerechnet. Die erste Viertelstunde folgt Minuten nach ihrem Ende.',
  },
  origins: {
    title: 'Woher es kam',
    note: 'Nach Herkunft der kWh, mit Entgelten',
    origin: 'Herkunft',
    energy: 'Energie',
    amount: 'Betrag',
    alone: 'Nur mit dem Netz',
    names: {
      OWN: 'Eigenes Dach, im Haus verbraucht',
      OWN_THROUGH_GRID: 'Eigenes Dach, über das Netz',
      MATCHED_BOUGHT: 'Von Nachbarn gekauft',
      MATCHED_SOLD: 'An Nachbarn verkauft',
      POOL_BOUGHT: 'Von der Gemeinschaft gekauft',
      POOL_SOLD: 'An die Gemeinschaft verkauft',
      RESIDUAL_SUPPLY: 'Aus dem Netz',
      RESIDUAL_FEED_IN: 'Ins Netz',
      OTHER: 'Nicht gelieferte Verträge',
    },
    total: 'Zusammen',
    gets: say('erhält {amount}', (amount) => ({ amount })),
    pays: say('zahlt {amount}', (amount) => ({ amount })),
    saves: say('spart {amount}', (amount) => ({ amount })),
  },
  list: {
    titles: { YEAR: 'Monate', MONTH: 'Tage', DAY: 'Viertelstunden' },
    note: {
      YEAR: 'Ein Monat öffnet seine Tage',
      MONTH: 'Ein Tag öffnet seine Viertelstunden',
      DAY: 'Eine Viertelstunde führt zum Nachweis ihrer kWh',
    },
    columns: {
      span: 'Wann',
      sold: 'Verkauft',
      bought: 'Gekauft',
      amount: 'Betrag',
      better: 'Besser als das Netz',
    },
    estimated: 'geschätzt',
  },
  follow: {
    title: say('Die kWh von {span}', (span) => ({ span })),
    note: 'Von der Aufstellung bis zum Nachweis',
    close: 'Schließen',
    statement: 'Was es war',
    line: say('{origin}: {energy} zu {price}', (origin, energy, price) => ({
      origin,
      energy,
      price,
    })),
    free: say('{origin}: {energy}', (origin, energy) => ({ origin, energy })),
    trade: 'Wie der Preis zustande kam',
    matched: say(
      '{energy} mit {partner}, Geschäft {trade}: zu {price} abgeschlossen, bevor die Viertelstunde begann.',
      (energy, partner, trade, price) => ({ energy, partner, trade, price }),
    ),
    pooled: say(
      '{energy} wurden in der Gemeinschaft zu {price} geteilt, in der Mitte zwischen dem, was das Netz zahlt und verlangt.',
      (energy, price) => ({ energy, price }),
    ),
    residual: say(
      '{energy} gingen zu {price} über den eigenen Lieferanten, wie es sein Tarif besagt.',
      (energy, price) => ({
        energy,
        price,
      }),
    ),
    none: 'Nichts davon wurde gehandelt.',
    batch: 'Wo es abgerechnet wurde',
    settled: say('Fassung {version} der Abrechnung, Schlüssel {key}.', (version, key) => ({
      version,
      key,
    })),
    proof: 'Wie es nachgewiesen ist',
    waiting: 'Der Nachweis folgt, sobald die Abrechnung auf der Blockchain ist.',
    leaf: say('Zeile {number} ist Blatt {leaf}.', (number, leaf) => ({ number, leaf })),
    path: say(
      '{steps, plural, =0 {Es ist das einzige und damit selbst die Wurzel} one {Ein Geschwisterblatt führt von dort zur Wurzel} other {# Geschwister führen von dort zur Wurzel}} {root}.',
      (steps, root) => ({ steps, root }),
    ),
    chain: 'Die Transaktion, mit der es auf die Blockchain kam:',
    certificate: 'Ihr Zertifikat',
    certificateAsked: 'Die Blockchain wird gefragt.',
    certificateUnknown: 'Die Blockchain antwortet gerade nicht.',
    certificateNone: 'Von Nachbarn wurde nichts gekauft, also gibt es keines.',
    minted: say('{energy} von Nachbarn sind zertifiziert.', (energy) => ({ energy })),
    mintable: say(
      '{energy} von Nachbarn können ab {day} zertifiziert werden, wenn sie nicht mehr berichtigt werden.',
      (energy, day) => ({ energy, day }),
    ),
    retired: say('{used} davon sind entwertet, {held} sind vorhanden.', (used, held) => ({ used, held })),
    verify: 'Selbst nachprüfen',
    verifyNote:
      'Laden Sie die Zeilen herunter und vergleichen Sie sie mit der Blockchain, ohne den Markt zu fragen:',
    download: 'Zeilen herunterladen',
    failed:
      'Die Zeilen dieser Viertelstunde sind gerade nicht zu haben. Versuchen Sie es gleich noch einmal.',
  },
}
