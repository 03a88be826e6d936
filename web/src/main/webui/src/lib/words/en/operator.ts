import { countWord, say } from '../say'

export const meters = {
  title: 'Meters',
  allWell: 'All meters are ⟦well⟧.',
  toLook: say(
    '{one, select, true {⟦One thing⟧} other {⟦{count} things⟧}} about the meters to look at.',
    (count: string, one: boolean) => ({ count, one }),
  ),
  waiting: 'Looking at the meters.',
  operators: 'Only operators see this.',
  operatorsDetail: 'Sign in as an operator of the market.',
  login: 'Sign in',
  what: 'What',
  where: 'Where',
  registers: { IMPORT: 'drawn', EXPORT: 'sent out', GENERATION: 'made' },
  since: 'When',
  detail: 'Detail',
  lists: {
    refused: 'Refused blocks',
    refusedNote: 'A gateway that contradicts itself is evidence; its bytes are kept.',
    chains: 'Broken chains',
    chainsNote: 'A reading does not link to the one before it.',
    faults: 'Set aside',
    faultsNote: 'Values that cannot be computed; tried again by itself.',
    held: 'Held back',
    heldNote: 'Readings that are not believed until an operator says why.',
    silent: 'Silent',
    silentNote: 'Estimated until they are read again.',
    findings: 'Findings',
    findingsNote: 'What checks found and nobody has withdrawn.',
  },
  verdicts: { LIMIT: 'More than the connection carries', ROLLBACK: 'Less than before' } as Record<
    string,
    string
  >,
  held: say('{readings} readings, now {register}', (readings: string, register: string) => ({
    readings,
    register,
  })),
  steps: { INTERVALS: 'Interval values', REVISION: 'Late readings', ESTIMATION: 'Estimates' } as Record<
    string,
    string
  >,
  times: say('{count} times', (count: string) => ({ count })),
  never: 'nothing left of it',
  estimated: say('estimated to {time}', (time: string) => ({ time })),
  breaks: { START: 'Does not begin at its start', LINK: 'Does not follow the last one' } as Record<
    string,
    string
  >,
  chain: say(
    '{gateway}, epoch {epoch}, from reading {sequence}',
    (gateway: string, epoch: string, sequence: string) => ({ gateway, epoch, sequence }),
  ),
  reasons: { EQUIVOCATION: 'The gateway contradicts itself' } as Record<string, string>,
} as const

export const balancing = {
  title: 'Balancing',
  operators: 'Only operators see this.',
  states: {
    NO_LIMIT: 'No limit holds, so every device does ⟦as it likes⟧.',
    WAITING: 'The street is ⟦not planned⟧ at the moment.',
    BALANCED: 'The plan keeps ⟦every limit⟧.',
    INFEASIBLE: '⟦No plan⟧ keeps every limit right now.',
    PAUSED: 'Planning is ⟦paused⟧.',
  },
} as const

export const island = {
  title: 'Without the grid',
  note: 'Rehearsed with the homes, batteries and forecasts of now. Nothing is switched.',
  kind: 'How it begins',
  kinds: { UNPLANNED: 'Grid lost', PLANNED: 'On purpose', BLACK_START: 'From black' },
  from: 'From',
  until: 'Until',
  critical: 'Critical load, %',
  hours: 'Reserve for it, hours',
  start: 'Black start, kWh',
  act: 'Rehearse',
  busy: 'Rehearsing',
  failed: 'It could not be rehearsed. Try again.',
  holds: say('It holds from {from} to {until}.', (from: string, until: string) => ({ from, until })),
  breaks: say(
    'It holds for {held} of {length} from {from} on.',
    (held: string, length: string, from: string) => ({ held, length, from }),
  ),
  rangeHolds: 'If load is high and sun is low: it holds to the end.',
  rangeBreaks: say(
    'If load is high and sun is low: it holds for {held} of {length}.',
    (held: string, length: string) => ({ held, length }),
  ),
  rangeNotKept: 'Not all that is asked is kept then.',
  rangeUnserved: say('{energy} of critical load are not served then.', (energy: string) => ({ energy })),
  rangeHomes: say(
    'Taken are load that is exceeded in one case of ten and sun that is not reached in one of ten, for the {homes, plural, one {home} other {# homes}} whose forecasts’ errors are known.',
    (homes: number) => ({ homes }),
  ),
  noRange: 'How far off forecasts may be is not known yet.',
  tiers: 'Load by importance',
  tier: { 1: 'Critical', 2: 'Important', 3: 'Comfort' } as Record<number, string>,
  neverOff: 'never off',
  columns: {
    load: 'Load',
    served: 'Served',
    unserved: 'Not served',
    whole: 'Whole for',
    back: 'Whole again',
    at: 'At',
    what: 'Switched',
    block: 'Breaker',
    power: 'Load',
  },
  reserve: 'Reserve for critical load',
  blackStart: 'Black start',
  breaker: say('{home}, {tier}', (home: string, tier: string) => ({ home, tier })),
  andMore: say(
    '{home} and {words} {more, plural, one {other} other {others}}',
    (home: string, more: number) => ({ home, more, words: countWord(more) }),
  ),
  headroom: 'Headroom of the forming batteries',
  reconnection: 'Reconnection',
  missed: 'Cars',
  missedOne: say('{device} gets {got} of {needed}.', (device: string, got: string, needed: string) => ({
    device,
    got,
    needed,
  })),
  need: say(
    '{needed} needed. The batteries hold {stored} for it when the connection opens, {most} at most.',
    (needed: string, stored: string, most: string) => ({ needed, stored, most }),
  ),
  margins: say(
    'At the least {give} to give at {giveAt}, and {take} to take at {takeAt}, beyond what must be free.',
    (give: string, giveAt: string, take: string, takeAt: string) => ({ give, giveAt, take, takeAt }),
  ),
  missing: say('{power} too little', (power: string) => ({ power })),
  back: say(
    'At {at} the street {flow}. {whole, select, none {Not all load is on by the end of the rehearsal.} other {All load is on from {whole}.}}',
    (at: string, flow: string, whole: string | null) => ({ at, flow, whole: whole ?? 'none' }),
  ),
  order: 'What is switched, in order',
  off: 'off',
  on: 'on',
  all: say('Show all {count}', (count: string) => ({ count })),
  noSwitchings: 'Nothing has to be switched off.',
  assumed: say(
    'Taken as given: {critical} of every home’s load is critical and {important} important; {forming} {forming, plural, one {battery forms} other {batteries form}} the grid.{leftOut, plural, =0 {} one { One home gives no values: a kilowatt of critical load is taken for it.} other { # homes give no values: a kilowatt of critical load is taken for each.}}{loose, plural, =0 {} one { One battery cannot be planned and is not in it.} other { # batteries cannot be planned and are not in it.}} Forecasts are taken to hold; voltages and cables are not checked.',
    (critical: string, important: string, forming: number, leftOut: number, loose: number) => ({
      critical,
      important,
      forming,
      leftOut,
      loose,
    }),
  ),
} as const

export const connection = {
  title: 'The street’s connection',
  states: {
    WAITING: 'The plan follows as soon as the meters have spoken.',
    PAUSED: 'Planning is paused. Every device does as it likes.',
    INFEASIBLE: 'No plan keeps the limit right now. Every device does what it can.',
    NO_LIMIT: 'No limit holds right now.',
  },
  note: say('May draw {limit}. The most so far was {highest}.', (limit: string, highest: string) => ({
    limit,
    highest,
  })),
  noteBefore: say('May draw {limit} in any quarter hour.', (limit: string) => ({ limit })),
  measured: 'metered',
  planned: 'planned',
  uncoordinated: 'without the plan',
  limit: 'limit',
  draws: 'From the grid',
  gives: 'To the grid',
  mostToday: 'Highest of the day',
  drawsWord: say('draws {power}', (power: string) => ({ power })),
  givesWord: say('gives {power}', (power: string) => ({ power })),
  scrub: 'Quarter hour of the connection',
  spoken: say('{quarter}. {parts}.', (quarter: string, parts: string) => ({ quarter, parts })),
  spokenPart: say('{name} {power}', (name: string, power: string) => ({ name, power })),
  caption: 'Power at the street’s connection in each quarter hour',
  why: 'Why the plan is so',
  planAge: say('planned at {time}', (time: string) => ({ time })),
  columns: { quarter: 'Quarter hour' },
} as const

export const grid = {
  title: 'Phases, voltages and cables',
  phase: say('L{number}', (number: number) => ({ number })),
  phases: say('Highest draw by phase: {powers}.', (powers: string) => ({ powers })),
  voltages: 'Voltages at homes under the plan',
  cables: 'Loading of cables under the plan',
  band: say('{lowest} to {highest}', (lowest: string, highest: string) => ({ lowest, highest })),
  at: say('{figure} at {time}', (figure: string, time: string) => ({ figure, time })),
  of: say('{share} of {ampacity}', (share: string, ampacity: string) => ({ share, ampacity })),
  columns: {
    node: 'Node',
    phase: 'Phase',
    lowest: 'Lowest',
    highest: 'Highest',
    band: 'Band',
    current: 'Current',
    loading: 'Loading',
  },
} as const
