// Shapes of the market's REST and WebSocket messages, and the one way to ask for them.
// Power W, energy Wh and prices micro-currency per kWh are integers; money is a decimal string.

import { t } from './messages'
import type { Refusal } from './words/problems'

export interface Status {
  ready: boolean
  readings: number
  orders: number
  trades: number
  settledIntervals: number
  chainHeight: number
  marketTime: string
  speed: number
  homes: number
  /** Of one area; null while it has no limit. */
  balancing?: BalancingStatus | null
}

export type BalancingState = 'NO_LIMIT' | 'WAITING' | 'BALANCED' | 'INFEASIBLE' | 'PAUSED'

/** Quarter-hour means in W; `highestW` is the most that was drawn in 24 hours. */
export interface BalancingStatus {
  areaId: number
  state: BalancingState
  importLimitW: number | null
  exportLimitW: number | null
  planVersion: number | null
  planMadeAt: string | null
  highestW: number | null
  lowestW: number | null
  intervalsOver: number
}

/** Net power of the area in a quarter-hour, W, + drawn; null is unknown or, of a limit, none. */
export interface AreaFlow {
  start: string
  plannedW: number | null
  uncoordinatedW: number | null
  measuredW: number | null
  importLimitW: number | null
  exportLimitW: number | null
}

export interface AreaFlows {
  areaId: number
  flows: AreaFlow[]
}

/** The plan in force, as far as the page shows it. */
export interface AreaPlan {
  version: number
  madeAt: string
  explanation: string[]
  /** For operators only; missing in plans of before it was kept. */
  grid: GridUse | null
}

/** What a plan does to the grid behind the transformer; phases count from 1. */
export interface GridUse {
  /** Net power of L1, L2 and L3 in each quarter-hour. */
  phases: number[][]
  places: {
    node: string
    phase: number
    lowestMillivolts: number
    lowestAt: string
    highestMillivolts: number
    highestAt: string
    bandLowest: number
    bandHighest: number
  }[]
  cables: { node: string; phase: number; milliamperes: number; at: string; ampacity: number }[]
}

/** A device that the household runs by the plan; times and powers of the last published one. */
export interface FlexibleLoad {
  name: string
  run: { readyBy: string } | null
  startsAt: string | null
  planFrom: string | null
  planW: number[]
}

export type OutageKind = 'PLANNED' | 'UNPLANNED' | 'BLACK_START'

/** Hours without the grid to be rehearsed; times are local, such as `18:00`. */
export interface IslandQuestion {
  from: string
  until: string
  kind: OutageKind
  criticalPermille: number
  importantPermille: number
  criticalHours: number
  blackStartWh: number
}

/** How the same hours would go if forecasts are off; `homes` says of how many that is known. */
export interface IslandRange {
  heldMinutes: number
  kept: boolean
  unservedCriticalWh: number
  homes: number
}

/** How they would go; energies are Wh of batteries above their own reserves, powers W. */
export interface IslandAnswer {
  opensAt: string
  closesAt: string
  heldMinutes: number
  /** Whether it is kept if forecasts hold and, where that is known, in `range` too. */
  kept: boolean
  /** Whether it holds to the end and nothing else is broken if forecasts hold. */
  keptAsForecast: boolean
  tiers: { tier: number; loadWh: number; unservedWh: number; wholeMinutes: number; backAt: string | null }[]
  switchings: { at: string; block: string; tier: number; off: boolean; watts: number }[]
  reserve: {
    criticalWh: number
    criticalMostWh: number
    storedWh: number
    blackStartWh: number
    blackStartMostWh: number
    formingStoredWh: number
    closingWh: number
  }
  /** What is left beyond what must be, at the least; below 0 it is missing. */
  headroom: { giveW: number; giveAt: string; takeW: number; takeAt: string }
  reconnection: { at: string; netW: number; wholeAt: string | null }
  missed: { device: string; gotWh: number; neededWh: number }[]
  /** With more load and less sun, each as in one case of ten; null if no home has such ranges. */
  range: IslandRange | null
  problems: string[]
  assumed: {
    criticalPermille: number
    importantPermille: number
    comfortPermille: number
    formingUnits: string[]
    leftOut: number
    looseBatteries: number
  }
}

export interface Area {
  id: number
  name: string
  timeZone: string
  currency: string
  intervalMinutes: number
  gateLeadSeconds: number
  tickMicro: number
  lotWh: number
  gridFeeMicro: number
  levyMicro: number
}

export interface Home {
  participantId: number
  /** Whether the market says of it only that it is there. */
  hidden?: boolean
  name: string
  meteringPointId: string
  meter: string
  solarWp: number
  batteryWh: number
  evChargerW: number
  retailMicro: number
  feedInMicro: number
}

/** As the market gives it: of a neighbour's home all but the number is null. */
type GivenHome = { participantId: number } & {
  [key in Exclude<keyof Home, 'participantId' | 'hidden'>]: Home[key] | null
}

/** A hidden home is drawn without anything on it, and named by its number. */
function homeOf(given: GivenHome): Home {
  const { participantId, name } = given
  if (name !== null) return given as Home
  return {
    participantId,
    hidden: true,
    name: t.app.neighbour(participantId),
    meteringPointId: '',
    meter: '',
    solarWp: 0,
    batteryWh: 0,
    evChargerW: 0,
    retailMicro: 0,
    feedInMicro: 0,
  }
}

/** Live power of a home; an absent field is unknown. `gridW` + import, `batteryW` + charging. */
export interface HomePower {
  participantId: number
  gridW?: number | null
  solarW?: number | null
  batteryW?: number | null
  batterySocPermille?: number | null
  evW?: number | null
  at?: string | null
}

/** A trade of the quarter-hour in delivery; `priceMicro` is what the seller is paid, net of fees. */
export interface Flow {
  sellerId: number
  buyerId: number
  powerW: number
  priceMicro: number
}

export interface Village {
  homes: HomePower[]
  flows: Flow[]
  interval: string
}

export interface Level {
  priceMicro: number
  energyWh: number
  orders: number
}

/** Bids are all-in prices, asks and the last match net; `feesMicro` lies between. */
export interface Book {
  areaId: number
  interval: string
  closesAt: string
  state: 'OPEN' | 'CLOSED'
  seq: number
  feesMicro?: number
  asks: Level[]
  bids: Level[]
  last: { priceMicro: number; energyWh: number; at: string } | null
}

export interface Trade {
  id: string | number
  interval: string
  /** Null if one may not know who it is. */
  sellerId: number | null
  buyerId: number | null
  energyWh: number
  priceMicro: number
  at: string
}

export interface Transaction {
  hash: string
  blockNumber: number | null
}

export type SettlementState = 'SETTLED' | 'SENT' | 'CONFIRMED' | 'REVERTED'

export interface Settlement {
  areaId: number
  interval: string
  version: number
  matchedWh: number
  poolWh: number
  residualSupplyWh: number
  residualFeedInWh: number
  savedAmount: string | null
  lines: number
  /** Null when no energy flowed, so that there is nothing to prove. */
  linesRoot: string | null
  state: SettlementState
  transaction: Transaction | null
}

export type SlotState = 'OPEN' | 'CLOSED' | 'METERED' | 'SETTLED' | 'CONFIRMED'

export interface Slot {
  start: string
  generationWh: number | null
  importWh: number | null
  exportWh: number | null
  boughtWh: number | null
  soldWh: number | null
  residualSupplyWh: number | null
  residualFeedInWh: number | null
  priceMicro: number | null
  amount: string | null
  quality: 'ACTUAL' | 'SUBSTITUTED' | 'ESTIMATED' | null
  state: SlotState
  transaction: Transaction | string | null
}

export interface DayTotals {
  generationWh: number | null
  importWh: number | null
  exportWh: number | null
  boughtWh: number | null
  soldWh: number | null
  residualSupplyWh: number | null
  residualFeedInWh: number | null
  amount: string | null
  betterThanGridAmount: string | null
}

export interface Day {
  participantId: number
  name: string
  date: string
  timeZone: string
  currency: string
  retailMicro: number
  feedInMicro: number
  intervalMinutes: number
  slots: Slot[]
  totals: DayTotals
}

export type DeviceName = 'METER' | 'INVERTER' | 'BATTERY' | 'CHARGER' | 'HEAT_PUMP' | 'APPLIANCE'

/** Whether a device gives values; `since` is when it last did if it gives none. */
export interface Device {
  device: DeviceName
  state: 'GOOD' | 'SILENT' | 'REFUSING'
  since: string
  reportedAt: string
}

/** The devices of a metering point as they are, and what changed of that, newest first. */
export interface Devices {
  devices: Device[]
  changes: Device[]
}

/** Something odd that a check found in the values of a register; it changes none. */
export interface Finding {
  meteringPointId: string
  /** Start of the quarter-hour in which it was complete. */
  interval: string
  channel: 'IMPORT' | 'EXPORT' | 'GENERATION'
  check: string
  severity: 'INFO' | 'SUSPECT' | 'REJECT'
  detail: string
  foundAt: string
  withdrawnAt?: string | null
}

/** What a member says against a finding; `answer` is null until an operator has answered. */
export interface Objection {
  id: number
  filedAt: string
  text: string
  interval?: string | null
  channel?: string | null
  check?: string | null
  upheld?: boolean | null
  answer?: string | null
}

interface OfRegister {
  meteringPointId: string
  channel: 'IMPORT' | 'EXPORT' | 'GENERATION'
}

/** What an operator of meters should look at. */
export interface MeteringAlarms {
  heldBack: (OfRegister & { verdict: string; readings: number; firstAt: string; lastWh: number })[]
  silent: (OfRegister & { lastAt?: string | null; estimatedTo: string })[]
  findings: Finding[]
  faults: (OfRegister & { step: string; times: number; firstAt: string; detail: string })[]
  chainBreaks: (OfRegister & {
    gatewayId: string
    epoch: number
    sequence: number
    reason: string
    receivedAt: string
  })[]
  refusedBlocks: { reason: string; text: string; evidence: boolean; times: number; lastAt: string }[]
}

export type Role = 'UTILITY' | 'OPERATOR' | 'ADMIN'

/** Who is signed in; without `login` nobody is. */
export interface Session {
  login?: string
  name?: string
  roles: Role[]
  /** `areaId` is null while a home has no meter. */
  homes: { participantId: number; name: string; areaId: number | null }[]
  /** What this browser's writes must bring. */
  writeToken?: string
  /** Whether everybody may look on, as in a demo. */
  openReads: boolean
  /** Whether the account has one; missing if nobody is signed in. */
  hasPassword?: boolean
  /** How people sign in besides by name and password. */
  ways?: { passkeysAt: string; provider?: string | null }
}

/** A key of one's device to sign in with; times are wall time. */
export interface Passkey {
  id: number
  name: string
  createdAt: string
  lastUsedAt: string | null
}

/** What erasing one's account would mean. */
export interface ErasureOutlook {
  homes: { participantId: number; name: string; others: number }[]
  /** Why it cannot be erased; null if it can. */
  obstacle: 'ONLY_ADMIN' | 'CONFIGURED' | null
}

/** That the person still sits there. */
export interface Proof {
  password?: string
  passkey?: unknown
}

/** A browser that is signed in; times are wall time. */
export interface BrowserSession {
  id: number
  createdAt: string
  lastUsedAt: string
  address: string
  browser: string
  current: boolean
}

export type StrategyStyle = 'NEIGHBOURLY' | 'BALANCED' | 'BEST_PRICE' | 'OWN_LIMITS'

/** What a member wishes; limits are of own limits only, null is never or, of the battery, as usual. */
export interface StrategyWish {
  style: StrategyStyle
  sellFromMicro?: number | null
  buyUpToMicro?: number | null
  batteryReservePermille: number | null
  carReadyBy?: string | null
  paused: boolean
}

/** Prices to sell are net, those to buy include fees; no bounds: fees leave no price for both sides. */
export interface Strategy {
  wish: StrategyWish
  previous: StrategyWish | null
  bounds: {
    sellLowestMicro: number
    sellHighestMicro: number
    buyLowestMicro: number
    buyHighestMicro: number
  } | null
  sellMicro: number | null
  buyMicro: number | null
  /** Of the wish; grows with each change, whoever makes it. */
  version: number
  changedAt: string | null
}

/** A wish, and the version that it takes the place of: refused with 409 if another one holds by now. */
export type StrategyChange = StrategyWish & { version: number }

/** What somebody who runs the market read of a home on a day. */
export interface StaffRead {
  reader: string
  role: 'OPERATOR' | 'UTILITY'
  kind: 'INTERVAL_VALUES' | 'READINGS' | 'DAY' | 'BILLS'
  day: string
  reads: number
  firstAt: string
  lastAt: string
}

/** Surplus that a home gives to a partner first, as one of both sees it. */
export interface Gift {
  id: number
  role: 'GIVER' | 'RECEIVER'
  partnerId: number
  /** Null for the giver until the receiver agreed. */
  partnerName: string | null
  state: 'OFFERED' | 'IN_FORCE' | 'PAUSED'
  mayResume: boolean
  priceMicro: number
  allInMicro: number
  insteadMicro: number
  made: { interval: string; energyWh: number; priceMicro: number }[]
}

export interface StrategyAct {
  id: number
  at: string
  /** Start of the quarter-hour it was for. */
  interval: string
  kind: 'PLACE' | 'REPLACE' | 'CANCEL' | 'REFUSED'
  why:
    | 'EXPECTED'
    | 'EXPECTED_MORE'
    | 'EXPECTED_LESS'
    | 'EXPECTATION_TURNED'
    | 'GIFT'
    | 'PRICE_MOVED'
    | 'PAUSED'
    | 'METER_SILENT'
    | 'UNDONE'
    | 'FEEDER_FULL'
    | 'MARKET_RULE'
  side: 'BUY' | 'SELL'
  quantityWh: number
  limitMicro: number
  /** Null if it never reached the market. */
  tradedWh: number | null
  canUndo: boolean
}

/** What styles would have brought in a month such as `2026-06`; `gain` is over the grid alone. */
export interface StrategyPreview {
  month: string
  currency: string
  intervals: number
  tradedIntervals: number
  effects: { style: StrategyStyle; soldWh: number; boughtWh: number; gain: string }[]
}

/** The home that a pairing code is for. */
export interface PairedHome {
  participantId: number
  name: string
  areaId: number
  area: string
}

export interface Email {
  email: string | null
  verified: boolean
  /** Takes its place once it is confirmed. */
  pending: string | null
}

/** Somebody who acts for a home. */
export interface Person {
  id: number
  name: string
  self: boolean
}

export type AccountEventKind =
  | 'SIGNED_IN'
  | 'SIGN_IN_REFUSED'
  | 'SIGNED_OUT'
  | 'SESSION_ENDED'
  | 'PASSWORD_CHANGED'
  | 'PASSWORD_RESET'
  | 'EMAIL_SET'
  | 'EMAIL_CONFIRMED'
  | 'ACCOUNT_MADE'
  | 'ACCOUNT_REMOVED'
  | 'ROLES_SET'
  | 'HOME_JOINED'
  | 'HOME_LEFT'
  | 'CODE_DRAWN'
  | 'CONSENT_SET'
  | 'PASSKEY_ADDED'
  | 'PASSKEY_REMOVED'
  | 'PASSKEY_REFUSED'
  | 'PROVIDER_LINKED'
  | 'PROVIDER_UNLINKED'
  | 'DATA_EXPORTED'
  | 'PAYOUT_ADDRESS_SET'
  | 'WITHDRAWAL_ASKED'
  | 'WITHDRAWAL_CANCELLED'
  | 'VOTING_KEY_SET'
  | 'VOTING_KEY_REMOVED'

/** Something that happened with an account, at wall time. */
export interface AccountEvent {
  id: number
  at: string
  kind: AccountEventKind
  by: string
  address: string
  detail: string
}

/** How finely values may be read: each quarter hour, or sums of local days. */
export type GrantResolution = 'INTERVAL' | 'DAY'

/** What a member lets an account read of its meter; times are market time. */
export interface DataGrant {
  id: number
  grantee: string
  purpose: string
  resolution: GrantResolution
  pricePerDay: string
  grantedAt: string
  expiresAt: string
  revokedAt?: string | null
  acceptedAt?: string | null
  /** Whether values are read by it now. */
  holds: boolean
  paidDays: number
  paid: string
}

/** One reading of values by a grant; the last day is not a part of it. */
export interface DataAccess {
  readAt: string
  firstDay: string
  endDay: string
  daysRead: number
}

/** Whether and how well an area is planned. */
export interface AreaBalancing {
  paused: boolean
  state: BalancingState
}

interface Problem {
  type?: string
  detail?: string
  title?: string
  field?: string
}

export type InvoiceKind =
  | 'INVOICE'
  | 'INVOICE_REVERSAL'
  | 'SELF_BILLED'
  | 'SELF_BILLED_REVERSAL'
  | 'DATA_ACCESS'
  | 'DATA_ACCESS_REVERSAL'

/** An issued document; `total` of a credit note is below zero. */
export interface Invoice {
  number: string
  kind: InvoiceKind
  /** Number of the document that it takes back. */
  reverses?: string | null
  participantId: number
  name: string
  month: string
  issuedAt: string
  reason: string
  currency: string
  net: string
  vat: string
  total: string
}

/** An area's documents of a month; sums have credit notes taken off. */
export interface AreaInvoices {
  month: string
  totals: {
    boughtNet: string
    boughtVat: string
    soldNet: string
    soldVat: string
    dataNet: string
    dataVat: string
  }
  invoices: Invoice[]
  /** Members of whom nothing could be issued when it was tried last. */
  problems: { participantId: number; problem: string }[]
}

/** Where kWh came from or went to, or what else was paid. */
export type Origin =
  | 'OWN'
  | 'OWN_THROUGH_GRID'
  | 'MATCHED_BOUGHT'
  | 'MATCHED_SOLD'
  | 'POOL_BOUGHT'
  | 'POOL_SOLD'
  | 'RESIDUAL_SUPPLY'
  | 'RESIDUAL_FEED_IN'
  | 'REWARD_FUNDING'
  | 'RELIEF_REWARD'
  | 'DELIVERY_REWARD'
  | 'OTHER'

/** What a period comes to by origin; amounts are + to the home. */
export interface StatementSums {
  period: string
  currency: string
  origins: { origin: Origin; energyWh: number; amount: string }[]
  data: { days: number; amount: string }
  amount: string
}

/** What an area pays out of what its members gain, as it is published. */
export interface Rewards {
  areaId: number
  revision: number
  rewards: RewardRules | null
}

/** Micro-currency per kWh and permille; each step holds from its permille on. */
export interface RewardRules {
  fundPermille: number
  deliveredMicro: number
  ratedWatts: number
  relief: { fromPermille: number; value: number }[]
  reliability: { fromPermille: number; value: number }[]
  substitutedPermille: number
  estimatedPermille: number
}

export type OriginName =
  | 'OWN'
  | 'OWN_THROUGH_GRID'
  | 'MATCHED_BOUGHT'
  | 'MATCHED_SOLD'
  | 'POOL_BOUGHT'
  | 'POOL_SOLD'
  | 'RESIDUAL_SUPPLY'
  | 'RESIDUAL_FEED_IN'
  | 'OTHER'

/** The energy of one origin; amounts are positive where credited, `alone` is by the own supplier alone. */
export interface EarningsPart {
  origin: OriginName
  energyWh: number
  amount: string
  aloneAmount: string | null
}

/** What a span of time came to; null is unknown. */
export interface EarningsSpan {
  from: string
  to: string
  /** How many quarter-hours of it are settled. */
  intervals: number
  amount: string
  aloneAmount: string | null
  betterAmount: string | null
  /** What the energy used behind the meter would have cost. */
  ownWorthAmount: string
  quality: 'ACTUAL' | 'SUBSTITUTED' | 'ESTIMATED' | null
  origins: EarningsPart[]
}

/** A year by months, a month by days or a day by quarter-hours. */
export interface Earnings {
  participantId: number
  name: string
  period: string
  timeZone: string
  currency: string
  whole: EarningsSpan
  spans: EarningsSpan[]
}

/** The kWh of one origin in one quarter-hour; `lines` are those of the settlement it is made of. */
export interface StatementOrigin {
  origin: OriginName
  energyWh: number
  /** Before fees; null of own energy. */
  priceMicro: number | null
  amount: string
  quality: 'ACTUAL' | 'SUBSTITUTED' | 'ESTIMATED'
  version: number | null
  tradeId: number | null
  lines: number[]
}

/** A line of the settlement with its proof; without a transaction it is not sent yet. */
export interface StatementLine {
  number: number
  version: number
  counterpartyId: number
  onChain: boolean
  proof: {
    batchKey: string
    leaf: string
    path: string[]
    root: string
    transaction: Transaction | null
  }
}

/** A member's lines of a span of time. */
export interface StatementOf {
  currency: string
  chain: { chainId: number; contract: string; account: string }
  lines: StatementLine[]
  origins: StatementOrigin[]
}

export type TariffKind = 'RETAIL' | 'FEED_IN' | 'GRID_FEE' | 'LEVY' | 'TAX'

export type ZoneDistance =
  | 'SAME_POINT'
  | 'SAME_TRANSFORMER'
  | 'SAME_FEEDER'
  | 'SAME_OPERATOR'
  | 'OTHER_OPERATOR'

export type DayOfWeek = 'MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY'

/** A price per kWh from a local day on; times are local, midnight as an end is the end of the day. */
export interface Tariff {
  kind: TariffKind
  name: string
  /** Of grid fees only. */
  distance: ZoneDistance | null
  days: DayOfWeek[]
  timeFrom: string
  timeUntil: string
  priceMicro: number
  validFrom: string
  /** First day on which it does not hold any more. */
  validUntil: string | null
  legalBasis: string
}

/** A price to be drafted; without a participant for the area, or for each member's supplier. */
export interface SheetPrice {
  participantId?: number | undefined
  kind: TariffKind
  name: string
  distance?: ZoneDistance | undefined
  days?: DayOfWeek[] | undefined
  timeFrom?: string | undefined
  timeUntil?: string | undefined
  priceMicro: number
}

export interface TariffSheet {
  validFrom: string
  legalBasis: string
  prices: SheetPrice[]
}

/** A price sheet and what became of it; names are logins. */
export interface TariffDraft {
  id: number
  validFrom: string
  legalBasis: string
  state: 'DRAFT' | 'PUBLISHED' | 'WITHDRAWN'
  draftedAt: string
  draftedBy: string
  decidedAt: string | null
  decidedBy: string | null
  /** Whether the reader drafted it, and so cannot publish it. */
  own: boolean
  prices: { price: Tariff; participantIds: number[] }[]
}

/** Hours of a week whose price becomes another one. */
export interface PriceChange {
  kind: Exclude<TariffKind, 'TAX'>
  days: DayOfWeek[]
  from: string
  until: string
  beforeMicro: number
  afterMicro: number
}

/** What a sheet changes; `home` is null while nothing of the home is settled. */
export interface TariffEffect {
  currency: string
  week: PriceChange[]
  home: {
    participantId: number
    from: string
    to: string
    intervals: number
    supplyWh: number
    sharedWh: number
    feedInWh: number
    before: string
    after: string
    difference: string
  } | null
}

export type VatRole = 'STANDARD' | 'SMALL_BUSINESS' | 'FLAT_RATE_FARMER' | 'PRIVATE' | 'RESELLER'

/** Who issues an area's invoices from a day on. */
export interface Invoicing {
  validFrom: string
  name: string
  country: string
  vatRole: VatRole
}

/** What a country's law fixes, as far as the page shows it. */
export interface CountryPack {
  country: string
  vat: {
    role: VatRole
    treatment: 'CHARGED' | 'EXEMPT' | 'OUTSIDE_SCOPE' | 'REVERSE_CHARGE'
    ratePermille: number
    validFrom: string
    validUntil: string | null
    legalBasis: string
  }[]
}

export type MarketEventKind = 'ORDER_PLACED' | 'TRADED' | 'ORDER_CANCELLED' | 'ORDER_EXPIRED' | 'GATE_CLOSED'

/** Something that happened in a book; of a gate all after the interval is null. */
export interface MarketEvent {
  kind: MarketEventKind
  at: string
  /** Start of the quarter-hour it is for. */
  interval: string
  /** Of the order or the trade. */
  number: number | null
  /** Whose order, or who sold. */
  participantId: number | null
  side: 'BUY' | 'SELL' | null
  buyerId: number | null
  sellOrder: number | null
  buyOrder: number | null
  /** Placed, traded, or what was left when it ended. */
  energyWh: number | null
  priceMicro: number | null
}

/** Somebody has looked at an alarm; `by` is a login. */
export interface Acknowledgement {
  alarm: string
  note: string
  by: string
  at: string
}

export type SetpointKind = 'CHARGE' | 'DISCHARGE' | 'LIMIT_EXPORT' | 'LIMIT_IMPORT' | 'IDLE'

/** A command to a device and what became of it. */
export interface Setpoint {
  id: number
  meteringPoint: string
  device: string
  issuedAt: string
  expiresAt: string
  /** A login, or `balancer` for a plan's part. */
  issuedBy: string
  keepChargePermille: number
  state: 'ISSUED' | 'SENT' | 'ACCEPTED' | 'REFUSED' | 'ENDED' | 'EXPIRED' | 'SUPERSEDED'
  reason: string | null
  steps: {
    from: string
    until: string
    kind: SetpointKind
    watts: number
    state: 'APPLIED' | 'CLAMPED' | 'REFUSED' | 'FAILED' | 'EXPIRED' | null
    reason: string | null
    /** What the device showed when read back. */
    appliedWatts: number | null
  }[]
}

export interface SetpointOrder {
  meteringPoint: string
  device: 'BATTERY'
  expiresAt: string
  keepChargePermille: number
  steps: { from: string; until: string; kind: SetpointKind; watts: number }[]
}

/** A revision of the rules by which an area settles, as far as the page needs it. */
export interface SettlementRules {
  revision: number
  validFrom: string
  /** Days after an interval from which on it is not settled again; null: never. */
  rules: { finalAfterDays: number | null; mode?: 'SHARING' | 'CONTRACTS'; key?: { type: string } | null }
  documentHash: string
  reason: string
}

/** Money on its way out of the vault, or out of it. */
export interface Withdrawal {
  id: number
  amount: string
  address: string
  requestedAt: string
  state: 'REQUESTED' | 'WAITING' | 'PAYING' | 'CALLING_OFF' | 'PAID' | 'REFUSED' | 'CALLED_OFF'
  readyAt: string | null
  paid: string | null
  reason: string | null
}

/** A home's account in the vault, as the chain has it. */
export interface VaultAccount {
  participantId: number
  address: string
  accountIndex: number | null
  cash: string
  available: string
  playMoney: boolean
  payoutAddress: string | null
  /** When money can be asked for at that address at the earliest. */
  payableFrom: string | null
  deposits: { amount: string; blockNumber: number; transaction: string }[]
  withdrawals: Withdrawal[]
}

/** Local energy bought in a quarter hour as the chain has it, Wh; nothing is minted before `mintableFrom`. */
export interface Certificate {
  areaId: number
  interval: string
  boughtWh: number
  mintableFrom: string
  minted: boolean
  heldWh: number
  retiredWh: number
  /** What can be used up now. */
  usableWh: number
}

/** A wish to use energy up for good; `reason` says why it was refused. */
export interface Retirement {
  id: number
  areaId: number
  interval: string
  energyWh: number
  purpose: string
  state: 'REQUESTED' | 'RETIRED' | 'REFUSED'
  reason: string | null
  transaction: string | null
  blockNumber: number | null
}

/** Certificates of up to 24 settled intervals and the newest retirements, both the newest first. */
export interface Certificates {
  certificates: Certificate[]
  retirements: Retirement[]
}

/** Rules of an area that are voted on; fees are at most. */
export interface ProposedRules {
  areaId: number
  from: string
  allocationKey: number
  gateSeconds: number
  feeMicro: number
  gridFeeMicro: number
  minPoolMicro: number
  maxPoolMicro: number
  documentHash: string
}

export interface Proposal {
  id: string
  description: string
  state: 'PENDING' | 'ACTIVE' | 'CANCELLED' | 'DEFEATED' | 'SUCCEEDED' | 'QUEUED' | 'EXPIRED' | 'EXECUTED'
  from: string
  until: string
  inFavour: number
  against: number
  dueAt: string | null
  rules: ProposedRules[]
  targets: string[]
}

/** What a wallet signs by EIP-712. */
export interface TypedData {
  types: Record<string, { name: string; type: string }[]>
  primaryType: string
  domain: Record<string, unknown>
  message: Record<string, unknown>
}

/** Times are wall time. */
export interface Governance {
  chainId: number
  contracts: Record<string, string>
  proposals: Proposal[]
}

export type Support = 'FOR' | 'AGAINST' | 'ABSTAIN'

/** The key that votes for a home, and what it has said. */
export interface Voting {
  participantId: number
  address: string | null
  member: boolean
  refusal: string | null
  governor: string
  votes: { proposal: string; support: Support }[]
}

/** What the vault refused, and what waits because it would be refused. */
export interface ChainOutbox {
  refused: {
    kind: string
    areaId: number | null
    interval: string | null
    version: number | null
    reason: string
    transaction: string
    lackingParticipantId: number | null
  }[]
  waiting: { areaId: number; interval: string; version: number; problem: string; reason: string }[]
}

/**
 * The market answered with a problem document, or did not answer (`status` 0). The message is in the page's
 * language, and empty if nobody said why.
 */
export class ApiError extends Error {
  readonly status: number
  /** What it is called, such as `energy-not-final`; undefined if nobody said so. */
  readonly code: string | undefined
  /** The input that is wrong, if it is one. */
  readonly field: string | undefined
  /** Seconds after which the same may be tried again. */
  readonly retryAfter: number | undefined

  constructor(
    status: number,
    message: string,
    more: { code?: string | undefined; field?: string | undefined; retryAfter?: number | undefined } = {},
  ) {
    super(message)
    this.status = status
    this.code = more.code
    this.field = more.field
    this.retryAfter = more.retryAfter
  }
}

const TIMEOUT_MILLIS = 10_000

/** For questions that are planned before they are answered. */
const PLANNING_TIMEOUT_MILLIS = 60_000

/** What goes with every request; `lib/session` keeps it. */
export const browserSession: { writeToken: string | undefined; onSignedOut: () => void } = {
  writeToken: undefined,
  onSignedOut: () => {},
}

export type NotificationKind =
  | 'METER_SILENT'
  | 'METER_HEARD'
  | 'FIRST_SALE'
  | 'TRADING_PAUSED'
  | 'INVOICE_READY'
  | 'STATEMENT_CORRECTED'
  | 'PRICES_CHANGE'
  | 'PAYOUT_SENT'
  | 'PAYOUT_REFUSED'
  | 'DATA_OFFERED'
  | 'GIFT_OFFERED'
  | 'GIFT_ACCEPTED'
  | 'GIFT_DECLINED'
  | 'GIFT_ENDED'
  | 'CONSENT_ENDING'
  | 'NEW_SIGN_IN'
  | 'NEW_WAY_IN'
  | 'PASSWORD_CHANGED'
  | 'PAYOUT_ADDRESS_SET'
  | 'WITHDRAWAL_ASKED'
  | 'METERING_ALARM'

export type NotificationTopic = 'METER' | 'TRADING' | 'MONEY' | 'CONSENT' | 'SECURITY' | 'ALARM'

/** What one was told; `path` shows more, `details` has the values of its text. */
export interface AppNotification {
  id: number
  kind: NotificationKind
  topic: NotificationTopic
  participantId: number | null
  details: Record<string, string>
  path: string
  at: string
  read: boolean
}

/** `next` is what to ask for those before with. */
export interface NotificationPage {
  items: AppNotification[]
  next: number | null
}

/** `language` is what mails speak; null as long as it was not said. */
export interface Unread {
  unread: number
  language: string | null
}

export interface TopicChoice {
  topic: NotificationTopic
  inApp: boolean
  mail: boolean
  push: boolean
  fixed: boolean
}

/** Local times of the community; null: pushes come at any hour. */
export interface NotificationSettings {
  language: string
  quietFrom: string | null
  quietUntil: string | null
  topics: TopicChoice[]
}

/** Questions without an answer yet, so that parts of a page that ask the same ask once. */
const asked = new Map<string, Promise<unknown>>()

function get<T>(path: string): Promise<T> {
  const known = asked.get(path)
  if (known) return known as Promise<T>
  const answer = request<T>('GET', path).finally(() => {
    if (asked.get(path) === answer) asked.delete(path)
  })
  asked.set(path, answer)
  return answer
}

const post = <T>(path: string, body: unknown, timeoutMillis?: number) =>
  request<T>('POST', path, body, timeoutMillis)

function headers(method: string, body: unknown): Record<string, string> {
  // Names the page, so that the browser leaves asking for a password to it.
  const all: Record<string, string> = { accept: 'application/json', 'x-peerwatt-page': '1' }
  if (body !== undefined) all['content-type'] = 'application/json'
  if (method !== 'GET' && browserSession.writeToken) all['x-write-token'] = browserSession.writeToken
  return all
}

async function request<T>(
  method: string,
  path: string,
  body?: unknown,
  timeoutMillis = TIMEOUT_MILLIS,
): Promise<T> {
  try {
    const text = await (await answered(method, path, body, timeoutMillis)).text()
    return text === '' ? (undefined as T) : JSON.parse(text)
  } finally {
    // What was asked before a write may not know of it.
    if (method !== 'GET') asked.clear()
  }
}

/** Years of values take their time. */
const DOWNLOAD_TIMEOUT_MILLIS = 600_000

const download = async (path: string): Promise<Blob> =>
  (await answered('POST', path, {}, DOWNLOAD_TIMEOUT_MILLIS, 'application/zip')).blob()

/** In the page's language; the words are loaded with the first refusal. */
async function whyNot(refusal: Refusal): Promise<string> {
  try {
    return (await import('./words/problems')).problemText(refusal)
  } catch {
    return ''
  }
}

async function answered(
  method: string,
  path: string,
  body: unknown,
  timeoutMillis: number,
  accept = 'application/json',
): Promise<Response> {
  let response: Response
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: { ...headers(method, body), accept },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMillis),
    })
  } catch {
    throw new ApiError(0, '')
  }
  if (!response.ok) {
    const problem: Problem = await response.json().catch(() => ({}))
    if (response.status === 401 && browserSession.writeToken && !path.startsWith('/session'))
      browserSession.onSignedOut()
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
    const code = problem.type?.split(':').at(-1)
    const { field, detail } = problem
    throw new ApiError(response.status, await whyNot({ status: response.status, code, field, detail }), {
      code,
      field,
      retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
    })
  }
  return response
}

const query = (values: Record<string, string | number | undefined>) => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`
}

const strategyOf = (point: string) => `/metering-points/${encodeURIComponent(point)}/strategy`

export const api = {
  session: () => get<Session>('/session'),
  signIn: (login: string, password: string) => post<Session>('/session', { login, password }),
  passkeySignInOptions: () =>
    request<PublicKeyCredentialRequestOptionsJSON>('POST', '/session/passkey-challenges'),
  signInByPasskey: (credential: unknown) => post<Session>('/session/passkeys', { credential }),
  passkeys: () => get<Passkey[]>('/me/passkeys'),
  passkeyCreation: (proof: Proof) =>
    post<PublicKeyCredentialCreationOptionsJSON>('/me/passkey-creations', proof),
  passkeyProofOptions: () => request<PublicKeyCredentialRequestOptionsJSON>('POST', '/me/passkey-challenges'),
  addPasskey: (name: string, credential: unknown) => post<void>('/me/passkeys', { name, credential }),
  removePasskey: (id: number, proof: Proof) => post<void>(`/me/passkeys/${id}/removal`, proof),
  providerSignIn: () => request<{ location: string }>('POST', '/session/oidc'),
  provider: () => get<{ provider: string | null; linked: boolean }>('/me/oidc'),
  linkProvider: (proof: Proof) => post<{ location: string }>('/me/oidc', proof),
  unlinkProvider: (proof: Proof) => post<void>('/me/oidc/removal', proof),
  proveAtProvider: () => request<{ location: string }>('POST', '/me/oidc/proofs'),
  exportData: () => download('/me/export'),
  erasureOutlook: () => get<ErasureOutlook>('/me/erasure'),
  erase: (proof: Proof) => post<void>('/me/erasure', proof),
  signOut: () => request<void>('DELETE', '/session'),
  sessions: () => get<BrowserSession[]>('/me/sessions'),
  endSession: (id: number) => request<void>('DELETE', `/me/sessions/${id}`),
  checkPairingCode: (code: string) => post<PairedHome>('/pairing-codes/check', { code }),
  register: (who: { code: string; name: string; email: string; password: string }) =>
    post<void>('/registrations', who),
  joinHome: (code: string) => post<void>('/me/homes', { code }),
  verifyEmail: (code: string) => post<void>('/email-verifications', { code }),
  forgotPassword: (email: string) => post<void>('/password-resets', { email }),
  resetPassword: (code: string, password: string) =>
    request<void>('PUT', '/password-resets', { code, password }),
  email: () => get<Email>('/me/email'),
  setEmail: (email: string, proof: Proof) => request<Email>('PUT', '/me/email', { email, ...proof }),
  events: () => get<AccountEvent[]>('/me/events'),
  people: (participant: number) => get<Person[]>(`/participants/${participant}/people`),
  letOut: (participant: number, account: number) =>
    request<void>('DELETE', `/participants/${participant}/people/${account}`),
  drawPairingCode: (participant: number) =>
    request<{ code: string; expiresAt: string }>('POST', `/participants/${participant}/pairing-codes`),
  /** One's own; of everybody for those who run the market. */
  meteringPoints: () => get<{ id: string; participantId: number }[]>('/metering-points'),
  controlConsent: (point: string) =>
    get<{ granted: boolean }>(`/metering-points/${encodeURIComponent(point)}/control-consent`),
  setControlConsent: (point: string, granted: boolean) =>
    request<{ granted: boolean }>('PUT', `/metering-points/${encodeURIComponent(point)}/control-consent`, {
      granted,
    }),
  dataGrants: (participant: number) => get<DataGrant[]>(`/participants/${participant}/data-grants`),
  grantData: (
    participant: number,
    grant: Pick<DataGrant, 'grantee' | 'purpose' | 'resolution' | 'pricePerDay' | 'expiresAt'>,
  ) => post<DataGrant>(`/participants/${participant}/data-grants`, grant),
  endGrant: (participant: number, grant: number) =>
    request<void>('DELETE', `/participants/${participant}/data-grants/${grant}`),
  dataAccesses: (participant: number, grant: number) =>
    get<DataAccess[]>(`/participants/${participant}/data-grants/${grant}/accesses`),
  balancing: (area: number) => get<AreaBalancing>(`/areas/${area}/balancing`),
  notifications: (before?: number) => get<NotificationPage>(`/me/notifications${query({ before })}`),
  unread: () => get<Unread>('/me/notifications/unread'),
  readNotification: (id: number) => request<void>('PUT', `/me/notifications/${id}/read`),
  readNotifications: (upTo: number) => request<Unread>('PUT', '/me/notifications/read', { upTo }),
  speakTo: (language: string) => request<void>('PUT', '/me/notifications/language', { language }),
  notificationSettings: () => get<NotificationSettings>('/me/notifications/settings'),
  setNotifications: (wish: NotificationSettings) =>
    request<NotificationSettings>('PUT', '/me/notifications/settings', wish),
  pushKey: () => get<{ publicKey: string }>('/me/push'),
  subscribePush: (endpoint: string, p256dh: string, auth: string) =>
    post<void>('/me/push', { endpoint, p256dh, auth }),
  unsubscribePush: (endpoint: string) => post<void>('/me/push/removal', { endpoint }),
  pushState: (endpoint: string) => post<{ on: boolean }>('/me/push/state', { endpoint }),
  testPush: (endpoint: string) => post<void>('/me/push/test', { endpoint }),
  changePassword: (proof: Proof, password: string) =>
    request<void>('PUT', '/me/password', { current: proof.password, passkey: proof.passkey, password }),
  gifts: (participant: number) => get<Gift[]>(`/participants/${participant}/gifts`),
  offerGift: (participant: number, partnerId: number) =>
    post<Gift[]>(`/participants/${participant}/gifts`, { partnerId }),
  acceptGift: (participant: number, gift: number) =>
    post<Gift[]>(`/participants/${participant}/gifts/${gift}/acceptance`, undefined),
  pauseGift: (participant: number, gift: number, paused: boolean) =>
    request<Gift[]>('PUT', `/participants/${participant}/gifts/${gift}/pause`, { paused }),
  endGift: (participant: number, gift: number) =>
    request<Gift[]>('DELETE', `/participants/${participant}/gifts/${gift}`),
  staffReads: (participant: number) => get<StaffRead[]>(`/participants/${participant}/staff-reads`),
  vaultAccount: (participant: number) => get<VaultAccount>(`/participants/${participant}/account`),
  payoutText: (participant: number, address: string) =>
    get<{ text: string }>(`/participants/${participant}/account/payout-text${query({ address })}`),
  setPayoutAddress: (participant: number, address: string, signature: string, proof: Proof) =>
    request<VaultAccount>('PUT', `/participants/${participant}/account/payout-address`, {
      address,
      signature,
      proof,
    }),
  takeOut: (participant: number, amount: string, proof: Proof) =>
    post<Withdrawal>(`/participants/${participant}/account/withdrawals`, { amount, proof }),
  callOff: (participant: number, withdrawal: number) =>
    request<Withdrawal>('DELETE', `/participants/${participant}/account/withdrawals/${withdrawal}`),
  certificates: (participant: number, from: string) =>
    get<Certificates>(`/participants/${participant}/certificates${query({ from })}`),
  retire: (participant: number, wish: Pick<Retirement, 'interval' | 'energyWh' | 'purpose'>) =>
    post<Retirement>(`/participants/${participant}/certificates/retire`, wish),
  governance: () => get<Governance>('/governance'),
  carryOut: (proposal: string) => request<void>('POST', `/governance/proposals/${proposal}/execution`),
  voting: (participant: number) => get<Voting>(`/participants/${participant}/vote`),
  votingKeyText: (participant: number, address: string) =>
    get<{ text: string }>(`/participants/${participant}/vote/key-text${query({ address })}`),
  setVotingKey: (participant: number, address: string, signature: string, proof: Proof) =>
    request<Voting>('PUT', `/participants/${participant}/vote/key`, { address, signature, proof }),
  dropVotingKey: (participant: number) => request<void>('DELETE', `/participants/${participant}/vote/key`),
  ballot: (participant: number, proposal: string, support: Support) =>
    get<TypedData>(`/participants/${participant}/vote/ballot${query({ proposal, support })}`),
  vote: (participant: number, proposal: string, support: Support, signature: string) =>
    post<void>(`/participants/${participant}/vote/votes`, { proposal, support, signature }),
  chainOutbox: () => get<ChainOutbox>('/chain/outbox'),
  settleAgain: (areaId: number, interval: string) =>
    post<unknown>('/chain/outbox/again', { areaId, interval }),
  status: (area?: number) => get<Status>(`/status${query({ area })}`),
  areas: () => get<Area[]>('/areas'),
  homes: (area: number) => get<GivenHome[]>(`/areas/${area}/homes`).then((all) => all.map(homeOf)),
  book: (area: number, interval?: string) => get<Book>(`/areas/${area}/book${query({ interval })}`),
  trades: (area: number, interval: string | undefined, limit: number) =>
    get<Trade[]>(`/areas/${area}/trades${query({ interval, limit })}`),
  settlements: (area: number, limit: number) =>
    get<Settlement[]>(`/areas/${area}/settlements${query({ limit })}`),
  village: (area: number) => get<{ at: string; village: Village }>(`/areas/${area}/village`),
  flows: (area: number, date: string) => get<AreaFlows>(`/areas/${area}/flows${query({ date })}`),
  flexibleLoads: (point: string) =>
    get<FlexibleLoad[]>(`/metering-points/${encodeURIComponent(point)}/flexible-loads`),
  plan: (area: number) => get<AreaPlan>(`/areas/${area}/plan`),
  rehearse: (area: number, question: IslandQuestion) =>
    post<IslandAnswer>(`/areas/${area}/island-rehearsals`, question, PLANNING_TIMEOUT_MILLIS),
  devices: (point: string) => get<Devices>(`/metering-points/${encodeURIComponent(point)}/devices`),
  findings: (point: string) => get<Finding[]>(`/metering-points/${encodeURIComponent(point)}/findings`),
  objections: (point: string) => get<Objection[]>(`/metering-points/${encodeURIComponent(point)}/objections`),
  contest: ({ meteringPointId, interval, channel, check }: Finding, text: string) =>
    post<Objection>(`/metering-points/${encodeURIComponent(meteringPointId)}/objections`, {
      text,
      interval,
      channel,
      check,
    }),
  invoices: (participant: number) => get<Invoice[]>(`/participants/${participant}/invoices`),
  areaInvoices: (area: number, month: string) =>
    get<AreaInvoices>(`/areas/${area}/invoices${query({ month })}`),
  statementSums: (participant: number, period: string) =>
    get<StatementSums>(`/participants/${participant}/statements/${period}`),
  rewards: (area: number) => get<Rewards>(`/areas/${area}/settlement-rules/rewards`),
  /** Addresses of files that the browser fetches by itself. */
  invoiceFile: (participant: number, number: string, kind: 'pdf' | 'csv') =>
    `/api/v1/participants/${participant}/invoices/${encodeURIComponent(number)}/${kind}`,
  statementFile: (participant: number, period: string, kind: 'pdf' | 'csv') =>
    `/api/v1/participants/${participant}/statements/${period}/${kind}`,
  areaInvoicesFile: (area: number, month: string) => `/api/v1/areas/${area}/invoices/csv${query({ month })}`,
  strategy: (point: string) => get<Strategy>(strategyOf(point)),
  putStrategy: (point: string, change: StrategyChange) => request<Strategy>('PUT', strategyOf(point), change),
  strategyActs: (point: string, limit: number) =>
    get<StrategyAct[]>(`${strategyOf(point)}/acts${query({ limit })}`),
  strategyHolds: (point: string) => get<{ intervals: string[] }>(`${strategyOf(point)}/holds`),
  holdStrategy: (point: string, interval: string) =>
    request<void>('PUT', `${strategyOf(point)}/holds/${interval}`),
  releaseStrategy: (point: string, interval: string) =>
    request<void>('DELETE', `${strategyOf(point)}/holds/${interval}`),
  strategyPreview: (point: string, sell?: number | null, buy?: number | null) =>
    get<StrategyPreview>(
      `${strategyOf(point)}/preview${query({ sellFromMicro: sell ?? undefined, buyUpToMicro: buy ?? undefined })}`,
    ),
  tariffs: (area: number, participantId?: number) =>
    get<Tariff[]>(`/areas/${area}/tariffs${query({ participantId })}`),
  tariffDrafts: (area: number) => get<TariffDraft[]>(`/areas/${area}/tariff-drafts`),
  draftTariffs: (area: number, sheet: TariffSheet) =>
    post<TariffDraft>(`/areas/${area}/tariff-drafts`, sheet),
  tariffEffect: (area: number, draft: number, participantId: number) =>
    get<TariffEffect>(`/areas/${area}/tariff-drafts/${draft}/effect${query({ participantId })}`),
  publishTariffs: (area: number, draft: number) =>
    request<TariffDraft>('POST', `/areas/${area}/tariff-drafts/${draft}/publication`),
  withdrawTariffs: (area: number, draft: number) =>
    request<TariffDraft>('DELETE', `/areas/${area}/tariff-drafts/${draft}`),
  invoicing: (area: number) => get<Invoicing[]>(`/areas/${area}/invoicing`),
  countryPack: (country: string) => get<CountryPack>(`/country-packs/${country}`),
  settlementRules: (area: number) => get<SettlementRules[]>(`/areas/${area}/settlement-rules`),
  marketEvents: (
    area: number,
    search: { from: string; to: string; participantId?: string | undefined; kind?: string | undefined },
    limit: number,
  ) => get<MarketEvent[]>(`/areas/${area}/events${query({ ...search, limit })}`),
  setpoints: (meteringPoint: string, limit: number) =>
    get<Setpoint[]>(`/setpoints${query({ meteringPoint, limit })}`),
  sendSetpoint: (order: SetpointOrder) => post<Setpoint>('/setpoints', order),
  revokeSetpoint: (id: number) => request<Setpoint>('DELETE', `/setpoints/${id}`),
  acknowledgements: (limit: number) =>
    get<Acknowledgement[]>(`/metering/alarms/acknowledgements${query({ limit })}`),
  acknowledge: (alarm: string, note: string) =>
    post<void>('/metering/alarms/acknowledgements', { alarm, note }),
  alarms: (limit: number) => get<MeteringAlarms>(`/metering/alarms${query({ limit })}`),
  earnings: (participant: number, period: string) =>
    get<Earnings>(`/participants/${participant}/earnings/${period}`),
  statement: (participant: number, from: string, to: string) =>
    get<StatementOf>(`/participants/${participant}/statement${query({ from, to })}`),
  /** The address of the same as a file. */
  statementLines: (participant: number, from: string, to: string) =>
    `/api/v1/participants/${participant}/statement${query({ from, to })}`,
  day: (participant: number, date?: string) => get<Day>(`/participants/${participant}/day${query({ date })}`),
}

/** Start of an interval given as an instant, or as `start/length`, in epoch milliseconds. */
export function intervalStart(interval: string): number {
  return Date.parse(interval.split('/')[0] ?? interval)
}
