import { language } from '../language'
import type { Texts } from '../messages'
import { say } from './say'

const en = {
  title: 'A gift to a partner',
  note: 'What you have left over goes to a home that you trust first, at what your own supplier would pay. Both must want it; either can end it at any time.',
  to: 'To',
  offer: 'Offer',
  accept: 'Accept',
  decline: 'Decline',
  pause: 'Pause',
  resume: 'Go on',
  end: 'End',
  goesOn: 'Automatic trading is paused. The gift goes on all the same; you can pause it here.',
  none: 'Nothing yet. What is given shows once it is settled.',
  between: say(
    '{giving, select, true {To {partner}} other {From {partner}}}: {state, select, OFFERED {offered, not agreed yet} PAUSED {paused} other {in force}}',
    (giving: boolean, partner: string, state: string) => ({ giving, partner, state }),
  ),
  youGet: say(
    'You get {price} per kWh, as from your supplier. What neighbours would pay on top of that is your gift.',
    (price: string) => ({ price }),
  ),
  youPay: say(
    'You pay {price} per kWh with all fees instead of {instead}.',
    (price: string, instead: string) => ({
      price,
      instead,
    }),
  ),
  made: say(
    '{giving, select, true {{when}: gave {energy} at {price}.} other {{when}: were given {energy} at {price} and fees.}}',
    (giving: boolean, when: string, energy: string, price: string) => ({ giving, when, energy, price }),
  ),
} as const

const de: Texts<typeof en> = {
  title: 'Ein Geschenk an einen Partner',
  note: 'Was bei Ihnen übrig bleibt, geht zuerst an einen Haushalt, dem Sie vertrauen, zu dem Preis, den Ihr Versorger zahlen würde. Beide müssen es wollen; jeder kann es jederzeit beenden.',
  to: 'An',
  offer: 'Anbieten',
  accept: 'Annehmen',
  decline: 'Ablehnen',
  pause: 'Pausieren',
  resume: 'Fortsetzen',
  end: 'Beenden',
  goesOn:
    'Der automatische Handel macht Pause. Das Geschenk geht trotzdem weiter; hier können Sie es pausieren.',
  none: 'Noch nichts. Was geschenkt wird, steht hier nach der Abrechnung.',
  between: say(
    '{giving, select, true {An {partner}} other {Von {partner}}}: {state, select, OFFERED {angeboten, noch nicht angenommen} PAUSED {pausiert} other {gilt}}',
    (giving, partner, state) => ({ giving, partner, state }),
  ),
  youGet: say(
    'Sie bekommen {price} je kWh, wie von Ihrem Versorger. Was Nachbarn darüber hinaus zahlen würden, ist Ihr Geschenk.',
    (price) => ({ price }),
  ),
  youPay: say('Sie zahlen {price} je kWh mit allen Gebühren statt {instead}.', (price, instead) => ({
    price,
    instead,
  })),
  made: say(
    '{giving, select, true {{when}: {energy} um {price} gegeben.} other {{when}: {energy} um {price} und Gebühren bekommen.}}',
    (giving, when, energy, price) => ({ giving, when, energy, price }),
  ),
}

/** Words about surplus that goes to a partner first, which only its own page loads. */
export const giftWords = (): Texts<typeof en> => (language() === 'de' ? de : en)
