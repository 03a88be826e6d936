// A seeded make-believe street for developing the web app without a market. Pure functions of time:
// every figure of every quarter-hour can be asked for again and comes out the same.
import { createHash } from 'node:crypto'

export const QUARTER = 15 * 60_000
export const FEES = { gridFeeMicro: 21_000, levyMicro: 6_000 }
const ZONE_OFFSET = 2 * 3_600_000 // Europe/Vienna in June

/** A number in [0, 1) that depends on nothing but its arguments. */
export function noise(...key) {
  return createHash('md5').update(key.join('|')).digest().readUInt32BE(0) / 2 ** 32
}

function smooth(t, step, ...key) {
  const slot = Math.floor(t / step)
  const part = t / step - slot
  const ease = part * part * (3 - 2 * part)
  return noise(...key, slot) * (1 - ease) + noise(...key, slot + 1) * ease
}

export function street(count) {
  return Array.from({ length: count }, (_, index) => {
    const solar = noise('roof', index) < 0.58
    const solarWp = solar ? 3500 + Math.round(noise('wp', index) * 10) * 500 : 0
    return {
      participantId: 100 + index,
      name: `Lindenweg ${index + 1}`,
      meteringPointId: `AT-SIM-${String(100 + index).padStart(27, '0')}`,
      meter: solar ? 'SDM630' : 'TASMOTA',
      solarWp,
      batteryWh: solar && noise('battery', index) < 0.5 ? 10_000 : 0,
      evChargerW: noise('ev', index) < 0.3 ? 11_000 : 0,
      retailMicro: 314_000,
      feedInMicro: 82_000,
    }
  })
}

/** Power of a home at a market time: solar, use, battery (+ charging), car, grid (+ import), all in W. */
export function power(home, t) {
  const hour = ((((t + ZONE_OFFSET) / 3_600_000) % 24) + 24) % 24
  const sun = Math.max(0, Math.sin(((hour - 5.1) / 15.8) * Math.PI)) ** 1.4
  const cloud = 0.45 + 0.55 * smooth(t, 1_500_000, 'cloud') ** 0.5
  const solarW = Math.round(
    home.solarWp * 0.82 * sun * cloud * (0.96 + 0.08 * smooth(t, 60_000, 'dust', home.participantId)),
  )
  const morning = Math.exp(-((hour - 7.3) ** 2) / 1.6)
  const evening = Math.exp(-((hour - 19.4) ** 2) / 4)
  const base =
    240 +
    420 * noise('base', home.participantId) +
    (home.solarWp ? 0 : 900 * noise('pump', home.participantId))
  const kettle = smooth(t, 420_000, 'kettle', home.participantId) > 0.83 ? 1700 : 0
  const loadW = Math.round(
    base + 900 * morning + 1300 * evening + 500 * smooth(t, 900_000, 'load', home.participantId) + kettle,
  )
  const comesHome = 11 + noise('comes', home.participantId) * 8
  const evW = home.evChargerW && hour > comesHome && hour < comesHome + 2.5 ? 3680 : 0
  const socPermille = home.batteryWh ? Math.round(1000 * charge(hour, home.participantId)) : undefined
  const slope = home.batteryWh
    ? (charge(hour + 0.05, home.participantId) - charge(hour - 0.05, home.participantId)) / 0.1
    : 0
  const free = solarW - loadW - evW
  const wanted = Math.round(slope * home.batteryWh)
  const batteryW = wanted > 0 ? Math.max(0, Math.min(wanted, free)) : Math.max(wanted, Math.min(0, free))
  return { solarW, loadW, evW, batteryW, socPermille, gridW: loadW + evW + batteryW - solarW }
}

function charge(hour, seed) {
  const h = ((hour % 24) + 24) % 24
  const late = noise('late', seed)
  const fill = 1 / (1 + Math.exp(-(h - 10.6 - late) * 1.1))
  const empty = 1 / (1 + Math.exp(-(h - 20.6) * 0.9))
  return 0.14 + 0.8 * fill * (1 - empty) + 0.1 * (h < 6 ? 1 - h / 6 : 0)
}

const energyCache = new Map()

/** Import, export and generation of a home in the quarter-hour starting at `start`, in Wh. */
export function energy(home, start) {
  const key = `${home.participantId}:${start}`
  const known = energyCache.get(key)
  if (known) return known
  let importWh = 0
  let exportWh = 0
  let generationWh = 0
  for (let part = 0; part < 5; part++) {
    const { gridW, solarW } = power(home, start + (part + 0.5) * 180_000)
    if (gridW > 0) importWh += gridW / 20
    else exportWh -= gridW / 20
    generationWh += solarW / 20
  }
  const value = {
    importWh: Math.round(importWh),
    exportWh: Math.round(exportWh),
    generationWh: Math.round(generationWh),
  }
  energyCache.set(key, value)
  return value
}

/** Net price in micro per kWh at which the street trades around a time. */
export function midPrice(t) {
  const hour = ((((t + ZONE_OFFSET) / 3_600_000) % 24) + 24) % 24
  const scarce = Math.exp(-((hour - 19.5) ** 2) / 6) * 70_000 + Math.exp(-((hour - 7) ** 2) / 3) * 35_000
  return Math.round((150_000 + scarce + 18_000 * smooth(t, 3_600_000, 'price')) / 1000) * 1000
}

const tradeCache = new Map()

/** The trades of a quarter-hour: sellers meet buyers until one side has nothing left. */
export function trades(homes, start) {
  const known = tradeCache.get(start)
  if (known) return known
  const sellers = []
  const buyers = []
  for (const home of homes) {
    const { importWh, exportWh } = energy(home, start)
    const guess = 0.82 + 0.25 * noise('guess', home.participantId, start)
    if (exportWh > importWh + 15)
      sellers.push({ id: home.participantId, left: Math.round((exportWh - importWh) * guess) })
    else if (importWh > exportWh + 15)
      buyers.push({ id: home.participantId, left: Math.round((importWh - exportWh) * guess) })
  }
  const order = (list) => list.sort((a, b) => noise(start, a.id) - noise(start, b.id))
  const made = []
  const rest = order(sellers)
  for (const buyer of order(buyers)) {
    while (buyer.left > 0 && rest.length > 0) {
      const seller = rest[0]
      const energyWh = Math.min(
        buyer.left,
        seller.left,
        120 + Math.round(330 * noise(buyer.id, seller.id, start)),
      )
      const index = made.length
      made.push({
        id: `${start / QUARTER}-${index}`,
        sellerId: seller.id,
        buyerId: buyer.id,
        energyWh,
        priceMicro: midPrice(start) + (Math.round(noise(start, index) * 24) - 12) * 1000,
        at: new Date(start - 2_400_000 + index * 61_000).toISOString(),
      })
      buyer.left -= energyWh
      seller.left -= energyWh
      rest.push(rest.shift())
      if (seller.left <= 0) rest.splice(rest.indexOf(seller), 1)
    }
  }
  tradeCache.set(start, made)
  return made
}

export function hash(...key) {
  return `0x${createHash('sha256').update(key.join('|')).digest('hex')}`
}

/** Start of the local day that contains `t`. */
export function dayStart(t) {
  return Math.floor((t + ZONE_OFFSET) / 86_400_000) * 86_400_000 - ZONE_OFFSET
}

export function localDate(t) {
  return new Date(t + ZONE_OFFSET).toISOString().slice(0, 10)
}
