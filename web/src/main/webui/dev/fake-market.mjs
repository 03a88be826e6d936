// Vite plugin for `npm run dev` and `vite preview`: answers /api/v1 and /ws/v1 from the make-believe
// street. FAKE_HOMES, FAKE_SPEED, FAKE_START and FAKE_MODE (starting, empty, stale, down) shape it.
import { WebSocketServer } from 'ws'
import { fakeCommunity } from './fake-community.mjs'
import { fakeEarnings } from './fake-earnings.mjs'
import { fakeStrategies } from './fake-strategy.mjs'
import {
  dayStart,
  energy,
  FEES,
  hash,
  localDate,
  midPrice,
  noise,
  power,
  QUARTER,
  street,
  trades,
} from './street-model.mjs'

const homes = street(Number(process.env.FAKE_HOMES ?? 12))
const speed = Number(process.env.FAKE_SPEED ?? 60)
const mode = process.env.FAKE_MODE ?? ''
const marketStart = Date.parse(process.env.FAKE_START ?? '2026-06-18T11:22:00Z')
const wallStart = Date.now()
const now = () => marketStart + (Date.now() - wallStart) * speed
const quarterOf = (t) => Math.floor(t / QUARTER) * QUARTER
const iso = (t) => new Date(t).toISOString().replace('.000Z', 'Z')
const opened = () =>
  mode === 'empty' || mode === 'starting' ? quarterOf(marketStart) : dayStart(marketStart) - 86_400_000

const area = {
  id: 1,
  name: 'Lindenweg',
  timeZone: 'Europe/Vienna',
  currency: 'EUR',
  intervalMinutes: 15,
  gateLeadSeconds: 300,
  tickMicro: 1000,
  lotWh: 10,
  ...FEES,
}
const feesMicro = FEES.gridFeeMicro + FEES.levyMicro
const strategies = fakeStrategies(homes, feesMicro, now, mode)
const community = fakeCommunity(now, mode === 'empty')
const earnings = fakeEarnings((home, date) => day(home, date), dayStart, now, feesMicro)
const strategyPath = /^\/api\/v1\/metering-points\/([A-Za-z0-9-]+)\/strategy(.*)$/

function settledUntil() {
  return quarterOf(now()) - QUARTER
}

function status() {
  const settled = Math.max(0, Math.round((settledUntil() - opened()) / QUARTER))
  return {
    ready: mode !== 'starting',
    readings: Math.round((now() - opened()) / 50),
    orders: settled * 31,
    trades: settled * 14,
    settledIntervals: settled,
    chainHeight: settled + 2,
    marketTime: new Date(now()).toISOString(),
    speed,
    homes: homes.length,
    balancing: balancing(),
  }
}

const limitW = homes.length * 2_400

/** In the evening cars come home; uncoordinated they would all charge at once. */
function cars(t, planned) {
  const hour = ((t - dayStart(t)) / 3_600_000) % 24
  const count = homes.length / 2
  if (planned)
    return hour >= 18 && hour < 24 ? (count * 26_000) / 9.5 : hour < 3.5 ? (count * 26_000) / 9.5 : 0
  return hour >= 18 && hour < 20.4 ? count * 11_000 : 0
}

function flow(at) {
  const base = homes
    .map((home) => energy(home, at))
    .reduce((sum, one) => sum + 4 * (one.importWh - one.exportWh), 0)
  const headroom = Math.max(0, limitW * 0.9 - base)
  const plannedW = Math.round(base + Math.min(headroom, cars(at, true)))
  return {
    start: iso(at),
    plannedW,
    uncoordinatedW: Math.round(base + cars(at, false)),
    measuredW: at + QUARTER < now() ? Math.round(plannedW * (0.96 + 0.06 * noise('m', at))) : null,
    importLimitW: limitW,
    exportLimitW: null,
  }
}

function flows(date) {
  const start = dayStart(Date.parse(`${date}T10:00:00Z`))
  const list = Array.from({ length: 96 }, (_, index) => start + index * QUARTER)
  return { areaId: 1, flows: list.filter((at) => at >= opened()).map(flow) }
}

function balancing() {
  const past = flows(localDate(now())).flows.filter((one) => one.measuredW !== null)
  return mode === 'empty' || mode === 'starting'
    ? null
    : {
        areaId: 1,
        state: mode === 'infeasible' ? 'INFEASIBLE' : 'BALANCED',
        importLimitW: limitW,
        exportLimitW: null,
        planVersion: 41,
        planMadeAt: iso(quarterOf(now())),
        highestW: past.length ? Math.max(...past.map((one) => one.measuredW)) : null,
        lowestW: past.length ? Math.min(...past.map((one) => one.measuredW)) : null,
        intervalsOver: 0,
      }
}

const plan = () => ({
  version: 41,
  madeAt: iso(quarterOf(now())),
  explanation: [
    'Left to themselves, the devices would make Lindenweg take 68.4\u00a0kW at 18:15, and 28.8\u00a0kW is allowed. The plan keeps it at 25.9\u00a0kW or less.',
    'The next 24 hours cost 31.70 EUR, 1.42 EUR less than left to themselves.',
    'The limit transformer is reached 18:15–21:45; one kilowatt more would save 0.04 EUR.',
  ],
  grid: {
    phases: [1, 0.8, 0.6].map((part) =>
      Array.from({ length: 96 }, (_, slot) => Math.round(part * (4000 + 40 * slot))),
    ),
    places: [1, 2, 3].map((phase) => ({
      node: 'pillar-7',
      phase,
      lowestMillivolts: 218_400 + 900 * phase,
      lowestAt: iso(quarterOf(now())),
      highestMillivolts: 238_100,
      highestAt: iso(quarterOf(now())),
      bandLowest: 216_200,
      bandHighest: 250_000,
    })),
    cables: [{ node: 'pillar-7', phase: 1, milliamperes: 88_400, at: iso(quarterOf(now())), ampacity: 160 }],
  },
})

function village() {
  const t = now()
  const interval = quarterOf(t)
  return {
    interval: iso(interval),
    homes: homes.map((home) => {
      const p = power(home, t)
      return {
        participantId: home.participantId,
        gridW: p.gridW,
        at: new Date(t).toISOString(),
        ...(home.solarWp ? { solarW: p.solarW } : {}),
        ...(home.batteryWh ? { batteryW: p.batteryW, batterySocPermille: p.socPermille } : {}),
        ...(home.evChargerW ? { evW: p.evW } : {}),
      }
    }),
    flows:
      mode === 'empty'
        ? []
        : [
            ...trades(homes, interval)
              .reduce((sum, trade) => {
                const key = `${trade.sellerId}-${trade.buyerId}`
                const flow = sum.get(key) ?? {
                  sellerId: trade.sellerId,
                  buyerId: trade.buyerId,
                  powerW: 0,
                  priceMicro: trade.priceMicro,
                }
                return sum.set(key, { ...flow, powerW: flow.powerW + trade.energyWh * 4 })
              }, new Map())
              .values(),
          ],
  }
}

function nextOpen() {
  const next = quarterOf(now()) + QUARTER
  return now() < next - area.gateLeadSeconds * 1000 ? next : next + QUARTER
}

/** The second home's roof is silent since an hour ago. */
function devices(point) {
  const silent = homes.findIndex((home) => home.meteringPointId === point) === 1
  const since = iso(now() - 3_600_000)
  const devices = silent ? [{ device: 'INVERTER', state: 'SILENT', since, reportedAt: iso(now()) }] : []
  return { devices, changes: devices }
}

const objections = []

/** The second home has two findings; what is contested stays until the fake market ends. */
function findings(point) {
  const odd = homes.findIndex((home) => home.meteringPointId === point) === 1
  const finding = (hours, check, severity, detail) => ({
    meteringPointId: point,
    interval: iso(quarterOf(marketStart - hours * 3_600_000)),
    channel: 'GENERATION',
    check,
    severity,
    detail,
    foundAt: iso(marketStart),
  })
  return odd
    ? [
        finding(30, 'NIGHT_SUN', 'SUSPECT', '20 Wh with the sun 12 degrees down'),
        finding(4, 'FROZEN', 'SUSPECT', '0 Wh for 8 intervals, 412 Wh or more on each day before'),
      ]
    : []
}

function alarms() {
  const [first, second, third] = homes.map((home) => home.meteringPointId)
  const ago = (hours) => iso(marketStart - hours * 3_600_000)
  const of = (meteringPointId, channel, more) => ({ meteringPointId, channel, ...more })
  return {
    heldBack: [of(third, 'EXPORT', { verdict: 'LIMIT', readings: 7, firstAt: ago(2), lastWh: 98_400_000 })],
    silent: [of(second, 'GENERATION', { lastAt: ago(1), estimatedTo: ago(0) })],
    findings: findings(second).reverse(),
    faults: [
      of(first, 'IMPORT', {
        step: 'INTERVALS',
        times: 3,
        firstAt: ago(1),
        detail: 'IllegalArgumentException: register descends',
      }),
    ],
    chainBreaks: [
      of(first, 'IMPORT', {
        gatewayId: 'gw-lindenweg',
        epoch: 4,
        sequence: 1_911,
        reason: 'LINK',
        receivedAt: ago(3),
      }),
    ],
    refusedBlocks: [
      {
        reason: 'EQUIVOCATION',
        text: 'gateway gw-lindenweg, epoch 4: sequences 17 to 40 differ from what is committed',
        evidence: true,
        times: 2,
        lastAt: ago(5),
      },
    ],
  }
}

function book(interval) {
  const closes = interval - area.gateLeadSeconds * 1000
  const beat = Math.floor(now() / 45_000)
  const middle = midPrice(interval)
  const level = (side, index) => {
    const step =
      (2 + index * 4 + Math.floor(noise(side, index, interval, Math.floor((beat + index) / 3)) * 3)) * 1000
    const net = side === 'ask' ? middle + step : middle - step
    return {
      priceMicro: side === 'ask' ? net : net + feesMicro,
      energyWh:
        150 + Math.round(noise('e', side, index, interval, Math.floor((beat + 2 * index) / 4)) * 85) * 10,
      orders: 1 + Math.floor(noise('n', side, index, interval) * 3),
    }
  }
  const depth =
    mode === 'empty' || mode === 'starting'
      ? 0
      : homes.length < 5
        ? 1
        : Math.min(10, Math.ceil(homes.length / 2))
  const asks = Array.from({ length: depth }, (_, index) => level('ask', index))
  const bids = Array.from({ length: Math.max(0, depth - 1) }, (_, index) => level('bid', index))
  return {
    areaId: 1,
    interval: iso(interval),
    closesAt: iso(closes),
    state: now() < closes ? 'OPEN' : 'CLOSED',
    seq: beat,
    feesMicro,
    asks,
    bids,
    last: depth ? { priceMicro: middle, energyWh: 240, at: iso(now() - 40_000) } : null,
  }
}

function settlement(start) {
  const made = trades(homes, start)
  const matchedWh = made.reduce((sum, trade) => sum + trade.energyWh, 0)
  const total = homes
    .map((home) => energy(home, start))
    .reduce((a, e) => ({ i: a.i + e.importWh, e: a.e + e.exportWh }), { i: 0, e: 0 })
  const poolWh = Math.max(0, Math.round((Math.min(total.i, total.e) - matchedWh) * 0.6))
  const age = Math.round((settledUntil() - start) / QUARTER)
  const state = age === 0 ? 'SETTLED' : age === 1 ? 'SENT' : 'CONFIRMED'
  return {
    areaId: 1,
    interval: iso(start),
    version: 1,
    matchedWh,
    poolWh,
    residualSupplyWh: Math.max(0, total.i - matchedWh - poolWh),
    residualFeedInWh: Math.max(0, total.e - matchedWh - poolWh),
    savedAmount: (((matchedWh + poolWh) * (314_000 - 82_000 - feesMicro)) / 1e9).toFixed(9),
    lines: made.length * 4 + 12,
    linesRoot: hash('root', start),
    state,
    transaction:
      state === 'SETTLED'
        ? null
        : {
            hash: hash('tx', start),
            blockNumber: state === 'CONFIRMED' ? Math.round((start - opened()) / QUARTER) + 2 : null,
          },
  }
}

function settlements(limit) {
  const list = []
  for (let start = settledUntil(); start >= opened() && list.length < limit; start -= QUARTER)
    list.push(settlement(start))
  return list
}

function day(home, date) {
  const start = dayStart(Date.parse(`${date}T10:00:00Z`))
  const empty = {
    generationWh: null,
    importWh: null,
    exportWh: null,
    boughtWh: null,
    soldWh: null,
    residualSupplyWh: null,
    residualFeedInWh: null,
    priceMicro: null,
    amount: null,
    quality: null,
    transaction: null,
  }
  const totals = {
    generationWh: 0,
    importWh: 0,
    exportWh: 0,
    boughtWh: 0,
    soldWh: 0,
    residualSupplyWh: 0,
    residualFeedInWh: 0,
    amount: 0,
    better: 0,
  }
  const slots = Array.from({ length: 96 }, (_, index) => {
    const at = start + index * QUARTER
    if (at < opened()) return { start: iso(at), ...empty, state: 'CLOSED' }
    if (at + QUARTER > now()) return { start: iso(at), ...empty, state: at > now() ? 'OPEN' : 'CLOSED' }
    const { importWh, exportWh, generationWh } = energy(home, at)
    const measured = {
      ...empty,
      start: iso(at),
      importWh,
      exportWh,
      generationWh: home.solarWp ? generationWh : null,
      quality: noise('q', home.participantId, at) < 0.03 ? 'ESTIMATED' : 'ACTUAL',
    }
    for (const key of ['importWh', 'exportWh']) totals[key] += measured[key]
    totals.generationWh += generationWh
    const settled = settlement(at)
    if (at > settledUntil()) return { ...measured, state: 'METERED' }
    const mine = trades(homes, at)
    const sold = mine.filter((trade) => trade.sellerId === home.participantId)
    const bought = mine.filter((trade) => trade.buyerId === home.participantId)
    const sum = (list) => list.reduce((wh, trade) => wh + trade.energyWh, 0)
    const soldWh = Math.min(exportWh, sum(sold))
    const boughtWh = Math.min(importWh, sum(bought))
    const net = midPrice(at)
    const residualSupplyWh = importWh - boughtWh
    const residualFeedInWh = exportWh - soldWh
    const amount =
      (soldWh * net +
        residualFeedInWh * home.feedInMicro -
        boughtWh * (net + feesMicro) -
        residualSupplyWh * home.retailMicro) /
      1e9
    Object.assign(totals, {
      soldWh: totals.soldWh + soldWh,
      boughtWh: totals.boughtWh + boughtWh,
      residualSupplyWh: totals.residualSupplyWh + residualSupplyWh,
      residualFeedInWh: totals.residualFeedInWh + residualFeedInWh,
      amount: totals.amount + amount,
      better:
        totals.better +
        (soldWh * (net - home.feedInMicro) + boughtWh * (home.retailMicro - net - feesMicro)) / 1e9,
    })
    return {
      ...measured,
      soldWh,
      boughtWh,
      residualSupplyWh,
      residualFeedInWh,
      amount: amount.toFixed(9),
      priceMicro: soldWh + boughtWh === 0 ? null : soldWh >= boughtWh ? net : net + feesMicro,
      state: settled.state === 'CONFIRMED' ? 'CONFIRMED' : 'SETTLED',
      transaction: settled.transaction,
    }
  })
  return {
    participantId: home.participantId,
    name: home.name,
    date,
    timeZone: area.timeZone,
    currency: 'EUR',
    retailMicro: home.retailMicro,
    feedInMicro: home.feedInMicro,
    intervalMinutes: 15,
    slots,
    totals: {
      ...totals,
      generationWh: home.solarWp ? totals.generationWh : null,
      amount: totals.amount.toFixed(9),
      betterThanGridAmount: totals.better.toFixed(9),
      better: undefined,
    },
  }
}

/** Twelve hours without the grid: comfort goes off home by home, and comes back in the morning. */
function rehearsal({ blackStartWh }) {
  const opens = dayStart(now()) + 18 * 3_600_000
  const at = (hours) => iso(opens + hours * 3_600_000)
  const block = (index) => `${homes[index].meteringPointId}/comfort`
  const off = homes.slice(0, 6).map((_, index) => ({
    at: at(2 + index / 2),
    block: block(index),
    tier: 3,
    off: true,
    watts: 300 + 40 * index,
  }))
  const on = off.map((one, index) => ({ ...one, at: at(12 + index / 4), off: false }))
  return {
    areaId: 1,
    timeZone: area.timeZone,
    kind: 'UNPLANNED',
    opensAt: at(0),
    closesAt: at(12),
    heldMinutes: mode === 'infeasible' ? 405 : 720,
    kept: false,
    keptAsForecast: mode !== 'infeasible',
    tiers: [
      { tier: 1, loadWh: 14_200, unservedWh: 0, wholeMinutes: 720, backAt: null },
      { tier: 2, loadWh: 28_400, unservedWh: 0, wholeMinutes: 720, backAt: null },
      { tier: 3, loadWh: 28_400, unservedWh: 9_300, wholeMinutes: 120, backAt: at(13.25) },
    ],
    switchings: [...off, ...on],
    reserve: {
      criticalWh: 3_100,
      criticalMostWh: 41_000,
      storedWh: 33_500,
      blackStartWh,
      blackStartMostWh: 41_000,
      formingStoredWh: 33_500,
      closingWh: 4_300,
    },
    headroom: { giveW: 8_200, giveAt: at(1), takeW: -300, takeAt: at(9) },
    reconnection: { at: at(12), netW: 6_400, wholeAt: at(13.25) },
    missed: [{ device: `${homes[1].meteringPointId}/CHARGER`, gotWh: 4_000, neededWh: 12_000 }],
    range: { heldMinutes: 315, kept: false, unservedCriticalWh: 2_300, homes: homes.length - 1 },
    problems:
      mode === 'infeasible'
        ? [
            'Without the grid, load and supply differ by up to 2100 W in slots 51-60. Blocks with 2100 W more would do.',
          ]
        : [],
    assumed: {
      criticalPermille: 200,
      importantPermille: 400,
      comfortPermille: 400,
      formingUnits: homes.filter((home) => home.batteryWh).map((home) => `${home.meteringPointId}/BATTERY`),
      leftOut: 0,
      looseBatteries: 1,
    },
  }
}

/** Anybody may sign in with any password but `wrong`. */
let person = null
let origin = ''
const ways = () => ({ passkeysAt: origin, provider: 'Keycloak' })
const passkeys = [
  {
    id: 1,
    name: 'Phone',
    createdAt: new Date(wallStart).toISOString(),
    lastUsedAt: new Date().toISOString(),
  },
  { id: 2, name: 'Chromium on Linux', createdAt: new Date(wallStart).toISOString(), lastUsedAt: null },
]
/** `home-02` is of the second home; whoever has another name, of the first. */
const homesOf = (login) => {
  const index = Number(login.match(/^home-(\d+)$/)?.[1] ?? 1) - 1
  return homes.slice(index, index + 1)
}

const session = () =>
  person
    ? {
        login: person,
        name: person,
        roles: person === 'operator' ? ['OPERATOR'] : [],
        homes: person === 'operator' ? [] : homesOf(person),
        writeToken: 'fake',
        openReads: true,
        hasPassword: true,
        ways: ways(),
      }
    : { roles: [], homes: [], openReads: true, ways: ways() }
const browsers = () => [
  {
    id: 1,
    createdAt: new Date(wallStart).toISOString(),
    lastUsedAt: new Date().toISOString(),
    address: '127.0.0.1',
    browser: '',
    current: true,
  },
]

const reach = {
  language: 'en',
  quietFrom: '21:00',
  quietUntil: '07:00',
  topics: [
    ['METER', true, true, true],
    ['TRADING', true, false, true],
    ['MONEY', true, true, true],
    ['CONSENT', true, true, false],
    ['SECURITY', true, true, true],
    ['ALARM', true, false, false],
  ].map(([topic, inApp, mail, push]) => ({ topic, inApp, mail, push, fixed: topic === 'SECURITY' })),
}
/** One of each kind, the two newest unread; `?empty` has none. */
const news = [
  ['METER_SILENT', 'METER', '/home/100', { since: iso(wallStart - 3_600_000) }],
  ['INVOICE_READY', 'MONEY', '/billing?home=100', { month: '2026-05', corrected: 'false' }],
  [
    'FIRST_SALE',
    'TRADING',
    '/home/100/earnings',
    { energyWh: '400', amountNano: '63200000', currency: 'EUR' },
  ],
  ['PRICES_CHANGE', 'MONEY', '/billing?home=100', { from: '2026-07-01' }],
  ['NEW_SIGN_IN', 'SECURITY', '/you', { address: '192.0.2.7' }],
  ['CONSENT_ENDING', 'CONSENT', '/you', { purpose: 'Energy advice', until: '2026-07-01T08:00:00Z' }],
  ['METERING_ALARM', 'ALARM', '/meters', { list: 'finding', point: 'AT-LINDE-0004' }],
].map(([kind, topic, path, details], index) => ({
  id: 100 - index,
  kind,
  topic,
  participantId: 100,
  details,
  path,
  at: iso(wallStart - index * 9_000_000),
  read: index > 1,
}))
const unread = () => ({
  unread: mode === 'empty' ? 0 : news.filter((one) => !one.read).length,
  language: reach.language,
})

function newsWrite(path, body) {
  if (path === '/me/notifications/settings') return [200, Object.assign(reach, body)]
  if (path === '/me/notifications/language') return [204, Object.assign(reach, body) && null]
  if (path === '/me/push/state') return [200, { on: false }]
  const one = path.match(/^\/me\/notifications\/(\d+)\/read$/)?.[1]
  if (!one && path !== '/me/notifications/read') return null
  for (const seen of news) seen.read ||= one ? seen.id === Number(one) : seen.id <= body.upTo
  return one ? [204, null] : [200, unread()]
}

/** Of May: each of three homes bought and sold; the first one's invoice was wrong at first. */
const invoices = () =>
  [
    [0, 'INVOICE', '12.40'],
    [0, 'SELF_BILLED', '3.10'],
    [1, 'INVOICE', '21.06'],
    [2, 'SELF_BILLED', '40.55'],
    [0, 'INVOICE_REVERSAL', '-12.40', 1],
    [0, 'INVOICE', '11.95'],
  ].map(([home, kind, net, reverses], index) => ({
    number: number(index + 1),
    kind,
    reverses: reverses ? number(reverses) : null,
    participantId: homes[home].participantId,
    name: homes[home].name,
    month: '2026-05',
    issuedAt: '2026-06-03T08:00:00Z',
    reason: reverses ? 'settled again' : 'month closed',
    currency: area.currency,
    net,
    vat: '0.00',
    total: net,
  }))
const number = (index) => `LINDE-${String(index).padStart(6, '0')}`

const areaInvoices = (month) => ({
  month,
  totals: { boughtNet: '33.01', boughtVat: '0.00', soldNet: '43.65', soldVat: '0.00' },
  invoices: invoices().filter((one) => one.month === month),
})

function sign(method, { login, password } = {}) {
  if (password === 'wrong') return [401, { detail: 'The name or the password is wrong.' }]
  person = method === 'DELETE' ? null : login
  return method === 'DELETE' ? [204, null] : [200, session()]
}

function answer(url) {
  const path = url.pathname.replace('/api/v1', '')
  const limit = Number(url.searchParams.get('limit') ?? 20)
  const common = community.read(path, url)
  if (common) return common
  if (path === '/status') return status()
  if (path === '/session') return session()
  if (path === '/me/sessions') return browsers()
  if (path === '/me/passkeys') return passkeys
  if (path === '/me/erasure')
    return { homes: [{ participantId: 100, name: homes[0].name, others: 1 }], obstacle: null }
  if (path === '/me/notifications') return { items: mode === 'empty' ? [] : news, next: null }
  if (path === '/me/notifications/unread') return unread()
  if (path === '/me/notifications/settings') return reach
  if (path === '/me/push') return { publicKey: 'BA' }
  if (path === '/me/oidc') return { provider: 'Keycloak', linked: false }
  if (path === '/me/events')
    return [
      'SIGNED_IN',
      'SIGN_IN_REFUSED',
      'ROLES_SET',
      'CODE_DRAWN',
      'EMAIL_CONFIRMED',
      'EMAIL_SET',
      'ACCOUNT_MADE',
    ].map((kind, id) => ({
      id,
      at: new Date(wallStart - id * 5_000_000).toISOString(),
      kind,
      by: kind === 'ROLES_SET' ? 'operator' : (person ?? ''),
      address: '127.0.0.1',
      detail: kind === 'ROLES_SET' ? 'UTILITY' : '',
    }))
  if (path === '/me/email') return { email: 'anna@example.org', verified: false, pending: null }
  if (path.endsWith('/gifts')) return gifts
  if (path.endsWith('/staff-reads')) return mode === 'empty' ? [] : staffReads()
  if (path.endsWith('/people'))
    return [
      { id: 1, name: person ?? '', self: true },
      { id: 2, name: 'Bert', self: false },
    ]
  if (path === '/metering-points')
    return homes.map(({ meteringPointId: id, participantId }) => ({ id, participantId }))
  if (path.endsWith('/control-consent')) return { granted: !withdrawn.has(path) }
  if (path.endsWith('/data-grants')) return mode === 'empty' ? [] : grants
  if (path.endsWith('/accesses'))
    return path.endsWith('/1/accesses')
      ? [{ readAt: iso(now()), firstDay: '2026-06-01', endDay: '2026-06-08', daysRead: 7 }]
      : []
  if (path === '/areas/1/balancing') return { paused: false, state: 'BALANCED' }
  if (path === '/areas/1/village') return { at: iso(now()), village: village() }
  if (path === '/areas') return [area]
  if (path === '/areas/1/homes') return homes
  if (path === '/areas/1/book') return book(Date.parse(url.searchParams.get('interval') ?? iso(nextOpen())))
  if (path === '/areas/1/settlements') return settlements(limit)
  if (path === '/areas/1/trades') {
    const interval = Date.parse(url.searchParams.get('interval') ?? iso(nextOpen()))
    return mode === 'empty'
      ? []
      : trades(homes, interval)
          .map((trade) => ({ ...trade, interval: iso(interval) }))
          .reverse()
          .slice(0, limit)
  }
  if (path === '/areas/1/flows') return flows(url.searchParams.get('date') ?? localDate(now()))
  if (path === '/areas/1/plan') return plan()
  if (path === '/metering/alarms') return alarms()
  if (path === '/areas/1/invoices') return areaInvoices(url.searchParams.get('month'))
  const billed = path.match(/^\/participants\/(\d+)\/invoices$/)
  if (billed) return invoices().filter((one) => one.participantId === Number(billed[1]))
  const [, traded, part] = url.pathname.match(strategyPath) ?? []
  if (traded) return strategies.read(traded, part, url)
  const point = path.match(
    /^\/metering-points\/([A-Za-z0-9-]+)\/(devices|findings|objections|flexible-loads)$/,
  )
  if (point?.[2] === 'devices') return devices(point[1])
  if (point?.[2] === 'flexible-loads') return []
  if (point?.[2] === 'findings') return findings(point[1])
  if (point) return objections.filter((one) => one.point === point[1])
  const [, summed, month] = path.match(/^\/participants\/(\d+)\/statements\/([\d-]+)$/) ?? []
  const summedHome = homes.find((home) => home.participantId === Number(summed))
  if (summedHome) return earnings.sums(summedHome, month)
  const [, earner, period] = path.match(/^\/participants\/(\d+)\/(?:earnings\/([\d-]+)|statement)$/) ?? []
  const own = homes.find((home) => home.participantId === Number(earner))
  if (own)
    return period ? earnings.earnings(own, period) : earnings.statement(own, url.searchParams.get('from'))
  const found = path.match(/^\/participants\/(\d+)\/day$/)
  const home = found && homes.find((one) => one.participantId === Number(found[1]))
  return home ? day(home, url.searchParams.get('date') ?? localDate(now())) : null
}

/** Every code is good but `wrong`. */
function accountWrite(path, { code, email }) {
  if (code === 'wrong')
    return [401, { detail: 'The code is mistyped, was used already, or is too old.', field: 'code' }]
  if (path === '/pairing-codes/check')
    return [
      200,
      { participantId: homes[0].participantId, name: homes[0].name, areaId: area.id, area: area.name },
    ]
  if (path.endsWith('/pairing-codes'))
    return [201, { code: '7K2M-90QX-B4TD', expiresAt: '2026-12-22T08:00:00Z' }]
  if (path === '/me/email') return [200, { email, verified: false, pending: null }]
  if (
    ['/registrations', '/me/homes', '/email-verifications', '/password-resets', '/me/password'].includes(path)
  )
    return [204, null]
  return null
}

const withdrawn = new Set()
const gifts = [
  {
    id: 1,
    role: 'RECEIVER',
    partnerId: 102,
    partnerName: 'Haus 3',
    state: 'IN_FORCE',
    mayResume: false,
    priceMicro: 81_000,
    allInMicro: 131_000,
    insteadMicro: 289_000,
    made: [{ interval: iso(wallStart - 1_800_000), energyWh: 420, priceMicro: 81_000 }],
  },
]
const staffReads = () => [
  {
    reader: 'operator',
    role: 'OPERATOR',
    kind: 'DAY',
    day: localDate(now()),
    reads: 3,
    firstAt: iso(wallStart - 7_200_000),
    lastAt: iso(wallStart - 3_600_000),
  },
]
const grants = [
  [
    'weather-lab@example.org',
    'Research on heating',
    'DAY',
    '0.05',
    { holds: true, paidDays: 7, paid: '0.35' },
  ],
  ['adviser@example.org', 'Advice on a larger battery', 'INTERVAL', '0', { holds: true }],
  ['grid-study@example.org', 'Study of the feeder', 'INTERVAL', '0.2', {}],
].map(([grantee, purpose, resolution, pricePerDay, more], index) => ({
  id: index + 1,
  grantee,
  purpose,
  resolution,
  pricePerDay,
  grantedAt: '2026-05-30T08:00:00Z',
  expiresAt: '2027-06-30T22:00:00Z',
  revokedAt: null,
  acceptedAt: null,
  holds: false,
  paidDays: 0,
  paid: '0',
  ...more,
}))

/** What a household lets others do. */
function consentWrite(method, path, body) {
  if (path.endsWith('/control-consent')) {
    if (body.granted) withdrawn.delete(path)
    else withdrawn.add(path)
    return [200, body]
  }
  if (path.endsWith('/data-grants')) {
    const holds = body.pricePerDay === '0'
    grants.unshift({ ...grants[1], ...body, id: grants.length + 1, holds, grantedAt: iso(now()) })
    return [201, grants[0]]
  }
  const [, ended] = path.match(/\/data-grants\/(\d+)$/) ?? []
  const grant = method === 'DELETE' && grants.find((one) => one.id === Number(ended))
  if (!grant) return null
  Object.assign(grant, { holds: false, revokedAt: iso(now()) })
  return [204, null]
}

async function write(url, request, response) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  if (url.pathname === '/api/v1/session') {
    const [code, answered] = sign(request.method, chunks.length ? JSON.parse(Buffer.concat(chunks)) : {})
    response.writeHead(code, { 'content-type': 'application/json' })
    return response.end(answered ? JSON.stringify(answered) : '')
  }
  const [, traded, part] = url.pathname.match(strategyPath) ?? []
  if (traded) {
    const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : null
    const written = strategies.write(request.method, traded, part, body)
    response.writeHead(written ? 200 : 409, { 'content-type': 'application/json' })
    return response.end(JSON.stringify(written ?? { detail: 'Somebody has changed it.' }))
  }
  const sent = chunks.length ? JSON.parse(Buffer.concat(chunks)) : {}
  const path = url.pathname.replace('/api/v1', '')
  const account =
    community.write(path, sent) ??
    consentWrite(request.method, path, sent) ??
    newsWrite(path, sent) ??
    accountWrite(path, sent)
  if (account) {
    response.writeHead(account[0], { 'content-type': 'application/json' })
    return response.end(account[1] ? JSON.stringify(account[1]) : '')
  }
  if (url.pathname === '/api/v1/areas/1/island-rehearsals') {
    response.writeHead(200, { 'content-type': 'application/json' })
    return response.end(JSON.stringify(rehearsal(JSON.parse(Buffer.concat(chunks)))))
  }
  const point = url.pathname.match(/^\/api\/v1\/metering-points\/([A-Za-z0-9-]+)\/objections$/)?.[1]
  const body = JSON.parse(Buffer.concat(chunks).toString())
  const filed = { id: objections.length + 1, filedAt: iso(now()), point, ...body }
  objections.push(filed)
  response.writeHead(point ? 201 : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify(filed))
}

function handle(request, response, next) {
  const url = new URL(request.url, 'http://localhost')
  if (!url.pathname.startsWith('/api/')) return next()
  origin = `http://${request.headers.host}`
  if (request.method !== 'GET') return write(url, request, response)
  const body = mode === 'down' ? null : answer(url)
  const code = mode === 'down' ? 503 : body ? 200 : 404
  response.writeHead(code, { 'content-type': body ? 'application/json' : 'application/problem+json' })
  response.end(
    JSON.stringify(
      body ?? {
        type: 'urn:peerwatt:error:not-found',
        title: code === 404 ? 'Nothing here' : 'Not ready',
        status: code,
        detail: `${url.pathname} has nothing to show.`,
      },
    ),
  )
}

function serve(server) {
  server.middlewares.use(handle)
  const sockets = new WebSocketServer({ noServer: true })
  server.httpServer?.on('upgrade', (request, socket, head) => {
    if (!request.url.startsWith('/ws/v1') || mode === 'down') return
    sockets.handleUpgrade(request, socket, head, (client) => speak(client))
  })
}

function speak(client) {
  let seq = 0
  const send = (t, d, more = {}) =>
    client.readyState === 1 && client.send(JSON.stringify({ t, seq: ++seq, ...more, d }))
  const all = () => {
    send('status', status())
    if (mode !== 'starting') send('village', village(), { at: new Date(now()).toISOString() })
    send('book', book(nextOpen()))
    send('settlements', settlements(8))
  }
  all()
  const timer = setInterval(all, 700)
  if (mode === 'stale') setTimeout(() => clearInterval(timer), 2500)
  client.on('close', () => clearInterval(timer))
}

export function fakeMarket() {
  return {
    name: 'fake-market',
    apply: (_, { command, isPreview }) => command === 'serve' || isPreview,
    configureServer: serve,
    configurePreviewServer: serve,
  }
}
