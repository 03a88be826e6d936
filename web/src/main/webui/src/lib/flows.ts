// What the live figures mean for a home and for the street. Measured power at the grid connection says
// how much; the trades of the running quarter-hour say with whom. What no trade covers is the grid's.
import type { Flow, HomePower, Village } from './api'

/** Under this many W a connection counts as quiet; meters flicker around zero. */
export const QUIET_W = 25

/** Flows under this many W are not worth a ribbon. */
const FAINTEST_W = 5

export type Role = 'selling' | 'buying' | 'feeding' | 'drawing' | 'own' | 'unknown'

export interface Partner {
  id: number
  powerW: number
  priceMicro: number
}

/** Every power is in W and at least 0; null is unknown. */
export interface HomeNow {
  id: number
  role: Role
  madeW: number | null
  usedW: number | null
  chargingW: number
  dischargingW: number
  soc: number | null
  evW: number
  soldW: number
  boughtW: number
  toGridW: number
  fromGridW: number
  /** Use covered by the home's own roof and battery. */
  ownW: number
  partners: Partner[]
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

const power = (value: number | null | undefined) => value ?? null

export function homeNow(home: HomePower, flows: readonly Flow[]): HomeNow {
  const id = home.participantId
  const sales = flows.filter((flow) => flow.sellerId === id)
  const buys = flows.filter((flow) => flow.buyerId === id)
  const gridW = power(home.gridW)
  const madeW = power(home.solarW)
  const batteryW = home.batteryW ?? 0
  const outW = Math.max(0, -(gridW ?? 0))
  const inW = Math.max(0, gridW ?? 0)
  const soldW = Math.min(outW, sum(sales.map((flow) => flow.powerW)))
  const boughtW = Math.min(inW, sum(buys.map((flow) => flow.powerW)))
  // A home that gives without saying what it makes has a roof that is not heard.
  const deafRoof = madeW === null && (gridW ?? 0) - batteryW < -QUIET_W
  const usedW = gridW === null || deafRoof ? null : Math.max(0, (madeW ?? 0) + gridW - batteryW)
  const toGridW = outW - soldW
  const fromGridW = inW - boughtW
  return {
    id,
    role: roleOf(gridW, soldW, toGridW, boughtW, fromGridW),
    madeW,
    usedW,
    chargingW: Math.max(0, batteryW),
    dischargingW: Math.max(0, -batteryW),
    soc: home.batterySocPermille == null ? null : home.batterySocPermille / 1000,
    evW: Math.max(0, home.evW ?? 0),
    soldW,
    boughtW,
    toGridW,
    fromGridW,
    ownW: usedW === null ? 0 : Math.max(0, usedW - inW),
    partners: partnersOf(id, soldW >= boughtW ? sales : buys),
  }
}

/**
 * The flows as they run now. A trade is energy for a whole quarter-hour; at this moment no home can give
 * more than leaves its house nor take more than comes in, so its flows shrink to that in proportion.
 */
export function runningFlows({ homes, flows: trades }: Pick<Village, 'homes' | 'flows'>): Flow[] {
  const flows = mergePairs(trades)
  const traded = new Map<string, number>()
  const add = (key: string, watts: number) => traded.set(key, (traded.get(key) ?? 0) + watts)
  for (const flow of flows) {
    add(`sold ${flow.sellerId}`, flow.powerW)
    add(`bought ${flow.buyerId}`, flow.powerW)
  }
  const gridW = new Map(homes.map((home) => [home.participantId, home.gridW ?? null]))
  const part = (key: string, metered: number | null) =>
    metered === null ? 1 : Math.min(1, Math.max(0, metered) / Math.max(1, traded.get(key) ?? 0))
  const known = (id: number) => gridW.get(id) ?? null
  const negated = (watts: number | null) => (watts === null ? null : -watts)
  return flows
    .map((flow) => {
      const given = part(`sold ${flow.sellerId}`, negated(known(flow.sellerId)))
      const taken = part(`bought ${flow.buyerId}`, known(flow.buyerId))
      return { ...flow, powerW: Math.floor(flow.powerW * Math.min(given, taken)) }
    })
    .filter((flow) => flow.powerW >= FAINTEST_W)
}

/** One flow for each seller and buyer, at the average price of their trades. */
function mergePairs(flows: readonly Flow[]): Flow[] {
  const pairs = new Map<string, Flow[]>()
  for (const flow of flows) {
    const key = `${flow.sellerId} ${flow.buyerId}`
    pairs.set(key, [...(pairs.get(key) ?? []), flow])
  }
  return [...pairs.values()].map((same) => ({
    ...(same[0] as Flow),
    powerW: sum(same.map((flow) => flow.powerW)),
    priceMicro: Math.round(averagePrice(same) ?? (same[0] as Flow).priceMicro),
  }))
}

function roleOf(
  gridW: number | null,
  soldW: number,
  toGridW: number,
  boughtW: number,
  fromGridW: number,
): Role {
  if (gridW === null) return 'unknown'
  if (Math.abs(gridW) < QUIET_W) return 'own'
  if (gridW < 0) return soldW >= toGridW * 0.1 && soldW >= QUIET_W ? 'selling' : 'feeding'
  return boughtW >= fromGridW * 0.1 && boughtW >= QUIET_W ? 'buying' : 'drawing'
}

function partnersOf(id: number, flows: readonly Flow[]): Partner[] {
  return flows
    .map((flow) => ({
      id: flow.sellerId === id ? flow.buyerId : flow.sellerId,
      powerW: flow.powerW,
      priceMicro: flow.priceMicro,
    }))
    .sort((a, b) => b.powerW - a.powerW)
}

/** Volume-weighted price of the flows in micro per kWh; null without flows. */
export function averagePrice(flows: readonly { powerW: number; priceMicro: number }[]): number | null {
  const total = sum(flows.map((flow) => flow.powerW))
  return total === 0 ? null : sum(flows.map((flow) => flow.powerW * flow.priceMicro)) / total
}

/** Sums over the homes that are heard from, in W. */
export interface VillageNow {
  heard: number
  madeW: number
  usedW: number
  sharedW: number
  toGridW: number
  fromGridW: number
  roofs: number
  sellers: number
  buyers: number
  priceMicro: number | null
}

export function villageNow(homes: readonly HomePower[], flows: readonly Flow[]): VillageNow {
  const heard = homes.filter((home) => home.gridW != null)
  const now = heard.map((home) => homeNow(home, flows))
  const netW = sum(heard.map((home) => home.gridW ?? 0))
  return {
    heard: heard.length,
    madeW: sum(now.map((home) => home.madeW ?? 0)),
    usedW: sum(now.map((home) => home.usedW ?? 0)),
    sharedW: sum(flows.map((flow) => flow.powerW)),
    toGridW: Math.max(0, -netW),
    fromGridW: Math.max(0, netW),
    roofs: now.filter((home) => (home.madeW ?? 0) >= QUIET_W).length,
    sellers: new Set(flows.map((flow) => flow.sellerId)).size,
    buyers: new Set(flows.map((flow) => flow.buyerId)).size,
    priceMicro: averagePrice(flows),
  }
}

/** How many different homes take part in the flows. */
export const homesSharing = (flows: readonly Flow[]): number =>
  new Set(flows.flatMap((flow) => [flow.sellerId, flow.buyerId])).size
