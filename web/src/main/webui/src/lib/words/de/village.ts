import type { Texts } from '../../messages'
import type * as en from '../en/village'
import { capital, countWord, list, say } from '../say'

export const headline: Texts<typeof en.headline> = {
  starting: say('{area} wacht gerade auf. Gleich kommen die ersten Werte.', (area) => ({ area })),
  deaf: say('{area} wartet auf die ersten Zählerwerte.', (area) => ({ area })),
  sharing: say(
    '{area} teilt gerade ⟦{power}⟧ zwischen {count, plural, one {einem Haushalt} other {{words} Haushalten}}.',
    (area, power, count) => ({ area, power, count, words: countWord(count) }),
  ),
  sunAlone: say('{area} erzeugt ⟦{power}⟧, und jeder Haushalt nutzt sie selbst.', (area, power) => ({
    area,
    power,
  })),
  sunToGrid: say('{area} erzeugt ⟦{made}⟧ und speist ⟦{grid}⟧ ins Netz ein.', (area, made, grid) => ({
    area,
    made,
    grid,
  })),
  night: say('Die Sonne ist untergegangen. {area} bezieht ⟦{power}⟧ aus dem Netz.', (area, power) => ({
    area,
    power,
  })),
  drawing: say('{area} bezieht ⟦{power}⟧ aus dem Netz.', (area, power) => ({
    area,
    power,
  })),
  lost: say('Kein Zeichen von {name} seit ⟦{time}⟧. Wir versuchen es weiter.', (name, time) => ({
    name,
    time,
  })),
  quiet: say('In {area} ist alles ruhig.', (area) => ({ area })),
}

export const village: Texts<typeof en.village> = {
  title: 'Straße',
  ownHomes: say('{all}', (all) => ({ all: list(all) })),
  shared: 'Gerade geteilt',
  sharedAt: say('zu durchschnittlich {price}', (price) => ({ price })),
  sharedNone: 'in dieser Viertelstunde kein Handel',
  made: 'Gerade erzeugt',
  madeBy: say(
    '{roofs, plural, =0 {keine Sonne auf den Dächern} one {von einem Dach} other {von # Dächern}}',
    (roofs) => ({ roofs }),
  ),
  used: 'Gerade verbraucht',
  usedIn: say('in {count, plural, one {einem Haushalt} other {# Haushalten}}', (count) => ({ count })),
  toGrid: 'Ins Netz',
  toGridNote: 'der Überschuss',
  fromGrid: 'Aus dem Netz',
  fromGridNote: 'für den Rest',
  grid: 'Netz',
  gridQuiet: 'weder Bezug noch Einspeisung',
  street: 'Die Straße in diesem Moment',
  streetNote: say(
    '{count, plural, one {Ein Haushalt} other {{words} Haushalte}}. Zeigen Sie auf einen, um seine Handelspartner zu sehen; öffnen Sie ihn für seinen Tag.',
    (count) => ({ count, words: capital(countWord(count)) }),
  ),
  streetNoteTouch: say(
    '{count, plural, one {Ein Haushalt} other {{words} Haushalte}}. Einmal tippen zeigt die Handelspartner, zweimal den Tag.',
    (count) => ({ count, words: capital(countWord(count)) }),
  ),
  streetTable: 'Die Straße in diesem Moment, Haushalt für Haushalt',
  table: 'Tabelle',
  picture: 'Bild',
  transformer: 'Netz',
  gridTakes: 'nimmt',
  gridGives: 'liefert',
  gridIdle: 'ruht',
  openDay: 'Tag öffnen',
  waiting: 'wartet auf die Zähler',
  idleReadout: say(
    '{sellers, plural, =0 {Für diese Viertelstunde hat noch kein Haushalt verkauft.} one {Ein Haushalt verkauft in dieser Viertelstunde an {buyers, plural, one {einen Haushalt} other {{buyerWords} Haushalte}}.} other {{sellerWords} Haushalte verkaufen in dieser Viertelstunde an {buyers, plural, one {einen Haushalt} other {{buyerWords} Haushalte}}.}}',
    (sellers, buyers) => ({
      sellers,
      buyers,
      sellerWords: capital(countWord(sellers)),
      buyerWords: countWord(buyers),
    }),
  ),
  line: {
    selling: say('{name} verkauft {power} an {to}', (name, power, to) => ({
      name,
      power,
      to: list(to),
    })),
    buying: say('{name} kauft {power} von {from}', (name, power, from) => ({
      name,
      power,
      from: list(from),
    })),
    feeding: say('{name} speist {power} ins Netz ein', (name, power) => ({ name, power })),
    drawing: say('{name} bezieht {power} aus dem Netz', (name, power) => ({ name, power })),
    own: say('{name} versorgt sich selbst, {power}', (name, power) => ({ name, power })),
    unknown: say('Von {name} kam noch kein Wert', (name) => ({ name })),
    hidden: say('{name} behält die eigenen Werte für sich', (name) => ({ name })),
  },
  role: {
    selling: 'verkauft',
    buying: 'kauft',
    feeding: 'ins Netz',
    drawing: 'aus dem Netz',
    own: 'Eigenverbrauch',
    unknown: 'stumm',
    hidden: 'privat',
  },
  legend: { own: 'eigene Sonne', battery: 'Speicher', neighbours: 'Nachbarn', grid: 'Netz' },
  columns: {
    home: 'Haushalt',
    made: 'Erzeugt',
    used: 'Verbraucht',
    neighbours: 'Nachbarn',
    grid: 'Netz',
    battery: 'Speicher',
  },
  sells: say('verkauft {power}', (power) => ({ power })),
  buys: say('kauft {power}', (power) => ({ power })),
  sends: say('speist {power} ein', (power) => ({ power })),
  draws: say('bezieht {power}', (power) => ({ power })),
  nothing: 'nichts',
  battery: say('{soc}{doing, select, none {} other {, {doing}}}', (soc, doing) => ({
    soc,
    doing: doing || 'none',
  })),
  charging: say('lädt mit {power}', (power) => ({ power })),
  giving: say('liefert {power}', (power) => ({ power })),
  powering: 'Wer wen versorgt',
  poweringNote: 'Die größten Flüsse dieser Viertelstunde',
  poweringEmpty:
    'Noch keine Flüsse. Gehandelt wird eine Viertelstunde im Voraus; die ersten erscheinen bald.',
  flow: say('{seller} an {buyer}', (seller, buyer) => ({ seller, buyer })),
  flowTo: say('an {buyer}', (buyer) => ({ buyer })),
}
