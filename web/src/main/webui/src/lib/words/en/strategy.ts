import { say } from '../say'

export const strategy = {
  page: 'Trading',
  toDay: 'The day',
  open: 'How it trades',
  title: 'How it trades',
  pause: 'Pause trading',
  resume: 'Resume trading',
  pausedTitle: 'Trading is paused.',
  pausedDetail: 'Orders are out of the market. What has matched stays, and the grid does the rest.',
  lookOn: 'Only the people of this home can change how it trades.',
  denied: 'Only the people of this home see how it trades.',
  deniedDetail: 'Sign in as one of them.',
  notDone: 'That could not be done. Nothing has changed; try again.',
  head: {
    trading: say(
      '{kind, select, both {{name} sells from ⟦{sell}⟧ and buys up to ⟦{buy}⟧.} sells {{name} sells from ⟦{sell}⟧ and never buys.} buys {{name} buys up to ⟦{buy}⟧ and never sells.} other {{name} does not trade.}}',
      (name: string, sell: string | null, buy: string | null) => ({
        name,
        sell: sell ?? '',
        buy: buy ?? '',
        kind: sell && buy ? 'both' : sell ? 'sells' : buy ? 'buys' : 'none',
      }),
    ),
    paused: say('Trading is ⟦paused⟧ for {name}.', (name: string) => ({ name })),
    closed: say('No price is good for both sides right now. {name} does not trade.', (name: string) => ({
      name,
    })),
    waiting: say('Looking at how {name} trades.', (name: string) => ({ name })),
    denied: say('How {name} trades is its own matter.', (name: string) => ({ name })),
  },
  styles: {
    NEIGHBOURLY: {
      name: 'Neighbourly',
      about: 'Trade as much as possible on the street. The price matters little.',
    },
    BALANCED: { name: 'Balanced', about: 'A fair part of the gain for both sides.' },
    BEST_PRICE: { name: 'Best price', about: 'Hold out for a good price, and trade less.' },
    OWN_LIMITS: { name: 'Own limits', about: 'Two prices that you name. Nothing is learned.' },
  },
  sellFrom: 'I sell from',
  buyUpTo: 'I buy up to, fees included',
  neverSell: 'Never sell',
  neverBuy: 'Never buy',
  reserve: 'Left in the battery',
  reserveUsual: 'as usual',
  reserveReset: 'Leave as usual',
  reserveNote: 'What plans of the street keep for the home.',
  inEffect: 'In effect: the street’s plan keeps to it.',
  notInEffect: {
    NO_CONSENT: 'Without effect: this home lets nobody control its devices.',
    NO_PLAN: 'Without effect: nothing limits this street, so no plan is made.',
    PAUSED: 'Without effect for now: the operator has paused the street’s plan.',
    NO_PLAN_YET: 'Without effect for now: no plan holds that keeps what limits the street.',
  },
  toConsents: 'Consents',
  carReady: 'Car charged by',
  carReadyNote: 'For cars that do not say themselves when they leave.',
  save: 'Save',
  discard: 'Discard',
  saved: 'Saved. It holds from the next look at the market.',
  undo: 'Undo',
  notSaved: 'Not saved yet. Try again.',
  changedMeanwhile:
    'Somebody of this home changed this just now. This is how it is; change it again if you want to.',
  previewWaiting: 'Looking at the last month.',
  previewNone: 'What each would have brought shows as soon as a month is measured.',
  previewBasis: say(
    'Figures are this home’s own {month}, {intervals} quarter hours of it.',
    (month: string, intervals: string) => ({ month, intervals }),
  ),
  effect: say(
    'In {month} it would have gained {gain} over the grid: {sold} sold, {bought} bought.',
    (month: string, gain: string, sold: string, bought: string) => ({ month, gain, sold, bought }),
  ),
  effectNone: '–',
  effectOwn: 'What they would have brought shows once you name them.',
  assumed:
    'Supposed that the home had known its energy and traded at the mean price of each quarter hour, no more than neighbours traded then. Neighbours had that energy from each other: this is at most what a style brings, before VAT, and it does not come on top of what the home really gained.',
  acts: 'What it did, and why',
  actsNote: 'By quarter hour, the latest first',
  actsEmpty: 'Nothing yet. The first order follows as soon as the meter has spoken.',
  actsFailed: 'This cannot be shown right now. We try again by ourselves.',
  hold: 'Leave alone',
  holdAt: say('Leave alone {span}', (span: string) => ({ span })),
  release: 'Trade it again',
  releaseAt: say('Trade it again, {span}', (span: string) => ({ span })),
  traded: say(
    '{energy} {selling, select, true {sold} other {bought}}',
    (selling: boolean, energy: string) => ({ energy, selling }),
  ),
  did: {
    PLACE: say(
      '{selling, select, true {Offered {energy} from {price}.} other {Asked for {energy} up to {price}.}}',
      (selling: boolean, energy: string, price: string) => ({ selling, energy, price }),
    ),
    REPLACE: say(
      '{selling, select, true {Now offers {energy} from {price}.} other {Now asks for {energy} up to {price}.}}',
      (selling: boolean, energy: string, price: string) => ({ selling, energy, price }),
    ),
    CANCEL: say(
      'Took back the {selling, select, true {offer of} other {request for}} {energy}.',
      (selling: boolean, energy: string) => ({ selling, energy }),
    ),
    REFUSED: say(
      'The market did not take the {selling, select, true {offer of} other {request for}} {energy}.',
      (selling: boolean, energy: string) => ({ selling, energy }),
    ),
  },
  why: {
    EXPECTED: say(
      'So much is likely to be {selling, select, true {left over} other {missing}}.',
      (selling: boolean) => ({ selling }),
    ),
    EXPECTED_MORE: say(
      'More is likely to be {selling, select, true {left over} other {missing}} than before.',
      (selling: boolean) => ({ selling }),
    ),
    EXPECTED_LESS: say(
      'Less is likely to be {selling, select, true {left over} other {missing}} than before.',
      (selling: boolean) => ({ selling }),
    ),
    EXPECTATION_TURNED: say(
      'Nothing is likely to be {selling, select, true {left over} other {missing}} any more.',
      (selling: boolean) => ({ selling }),
    ),
    GIFT: say(
      '{selling, select, true {The rest is left to your partner, as a gift} other {The rest is given to you by a partner}}.',
      (selling: boolean) => ({ selling }),
    ),
    PRICE_MOVED: say('The price follows your setting and what cleared.', () => ({})),
    PAUSED: say('Trading is paused.', () => ({})),
    METER_SILENT: say('Nothing was heard from the meter.', () => ({})),
    UNDONE: say('You want this quarter hour left alone.', () => ({})),
    FEEDER_FULL: say('The street’s cable can carry no more then.', () => ({})),
    MARKET_RULE: say('It broke a rule of the market.', () => ({})),
  },
} as const
