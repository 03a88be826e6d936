// Turns flows between homes into ribbons that leave a house, run along the road in a lane of their own
// and enter the other house. Pure geometry in CSS px.
import type { Spot, StreetPlan } from './streetPlan'

export interface RibbonFlow {
  key: string
  /** Indexes into the plan's spots. */
  from: number
  to: number
  powerW: number
}

export interface Ribbon extends RibbonFlow {
  path: string
  width: number
}

type Point = readonly [x: number, y: number]

const PX_PER_KW = 9
const THINNEST = 2.2
const GAP = 2.5

/** A polyline whose corners are rounded by up to `radius`. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const at = (index: number) => points[index] as Point
  const last = points.length - 1
  let path = `M${fixed(at(0))}`
  for (let index = 1; index < last; index++) {
    const corner = at(index)
    const before = towards(corner, at(index - 1), radius, index === 1 ? 1 : 0.5)
    const after = towards(corner, at(index + 1), radius, index + 1 === last ? 1 : 0.5)
    path += `L${fixed(before)}Q${fixed(corner)} ${fixed(after)}`
  }
  return `${path}L${fixed(at(last))}`
}

const fixed = ([x, y]: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`

function towards(from: Point, to: Point, distance: number, most: number): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1])
  if (length === 0) return from
  const part = Math.min(distance, length * most) / length
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]
}

interface Strip {
  id: number
  from: number
  to: number
  width: number
}

/**
 * Gives every strip an offset so that strips which overlap along the road lie beside each other,
 * squeezed into `room` when they need more.
 */
export function stackStrips(
  strips: readonly Strip[],
  room: number,
): { offsets: Map<number, number>; depth: number; squeeze: number } {
  const placed: (Strip & { offset: number })[] = []
  for (const strip of strips) {
    const beside = placed
      .filter((other) => other.from < strip.to + 6 && strip.from < other.to + 6)
      .sort((a, b) => a.offset - b.offset)
    let offset = 0
    for (const other of beside) {
      if (offset + strip.width + GAP <= other.offset) break
      offset = Math.max(offset, other.offset + other.width + GAP)
    }
    placed.push({ ...strip, offset })
  }
  const depth = Math.max(0, ...placed.map((strip) => strip.offset + strip.width))
  const squeeze = depth > room ? room / depth : 1
  return {
    offsets: new Map(placed.map((strip) => [strip.id, strip.offset * squeeze + strip.width / 2])),
    depth: depth * squeeze,
    squeeze,
  }
}

/** Px per kW at which the busiest house still has room for all its ribbons. */
export function pxPerKw(plan: StreetPlan, flows: readonly RibbonFlow[]): number {
  const perHome = new Map<number, number>()
  for (const flow of flows) {
    for (const end of [flow.from, flow.to]) perHome.set(end, (perHome.get(end) ?? 0) + flow.powerW / 1000)
  }
  const busiest = Math.max(0, ...perHome.values())
  const house = plan.spots[0]?.house
  const room = house ? (plan.wide ? house.w * 0.72 : house.h * 0.72) : 0
  return busiest === 0 ? PX_PER_KW : Math.min(PX_PER_KW, room / busiest)
}

/** Ribbons get thinner down to this part of their usual width before they overlap. */
const THINNEST_PART = 0.4

/** Lays the flows out; where they would not fit beside each other they all get thinner together. */
export function layRibbons(plan: StreetPlan, flows: readonly RibbonFlow[]): Ribbon[] {
  const usable = flows.filter((flow) => plan.spots[flow.from] && plan.spots[flow.to])
  const scale = pxPerKw(plan, usable)
  const first = layAtScale(plan, usable, scale)
  if (first.squeeze >= 0.98) return first.ribbons
  return layAtScale(plan, usable, scale * Math.max(THINNEST_PART, first.squeeze)).ribbons
}

function layAtScale(
  plan: StreetPlan,
  flows: readonly RibbonFlow[],
  scale: number,
): { ribbons: Ribbon[]; squeeze: number } {
  const widths = flows.map((flow) => Math.max(THINNEST, (flow.powerW / 1000) * scale))
  const ends = attach(plan, flows, widths)
  const spot = (index: number) => plan.spots[index] as Spot
  const roads = plan.roads.map((road, street) => {
    const strips = stripsOf(plan, flows, widths, ends, street)
    return laneOffsets(strips, plan.wide ? road.y : road.x, plan.wide ? road.h : road.w)
  })
  const trunk = trunkOffsets(plan, flows, widths)
  const ribbons = flows.map((flow, id) => ({
    ...flow,
    width: widths[id] as number,
    path: route(plan, spot(flow.from), spot(flow.to), ends[id] as [Point, Point], {
      from: roads[spot(flow.from).street]?.lanes.get(id) ?? 0,
      to: roads[spot(flow.to).street]?.lanes.get(id) ?? 0,
      trunk: trunk.lanes.get(id) ?? 0,
    }),
  }))
  return { ribbons, squeeze: Math.min(trunk.squeeze, ...roads.map((road) => road.squeeze)) }
}

function stripsOf(
  plan: StreetPlan,
  flows: readonly RibbonFlow[],
  widths: readonly number[],
  ends: readonly [Point, Point][],
  street: number,
): Touching[] {
  return flows.flatMap((flow, id): Touching[] => {
    const [a, b] = [plan.spots[flow.from] as Spot, plan.spots[flow.to] as Spot]
    if (a.street !== street && b.street !== street) return []
    const [start, end] = ends[id] as [Point, Point]
    const along = (point: Point, home: Spot) =>
      home.street === street ? point[plan.wide ? 0 : 1] : (plan.trunk?.from ?? 0)
    const [one, other] = [along(start, a), along(end, b)]
    const kind = a.street !== b.street || a.side !== b.side ? 'across' : a.side === 0 ? 'near' : 'far'
    return [{ id, from: Math.min(one, other), to: Math.max(one, other), width: widths[id] as number, kind }]
  })
}

type Touching = Strip & { kind: 'near' | 'across' | 'far' }

interface Lanes {
  lanes: Map<number, number>
  /** 1 when all fit beside each other, less when they had to overlap. */
  squeeze: number
}

function laneOffsets(strips: Touching[], edge: number, breadth: number): Lanes {
  const margin = 9
  const room = breadth - 2 * margin
  const bySpan = (a: Strip, b: Strip) => a.to - a.from - (b.to - b.from)
  const near = strips.filter((strip) => strip.kind === 'near').sort(bySpan)
  const across = strips.filter((strip) => strip.kind === 'across').sort(bySpan)
  const far = strips.filter((strip) => strip.kind === 'far').sort(bySpan)
  const fromFar = stackStrips(far, room * 0.6)
  const fromNear = stackStrips([...near, ...across], room - fromFar.depth)
  const slack = Math.max(0, room - fromFar.depth - fromNear.depth)
  const lanes = new Map<number, number>()
  for (const { id } of near) lanes.set(id, edge + margin + (fromNear.offsets.get(id) ?? 0) + slack * 0.2)
  for (const { id } of across) lanes.set(id, edge + margin + (fromNear.offsets.get(id) ?? 0) + slack / 2)
  for (const { id } of far)
    lanes.set(id, edge + breadth - margin - (fromFar.offsets.get(id) ?? 0) - slack * 0.2)
  return { lanes, squeeze: Math.min(fromFar.squeeze, fromNear.squeeze) }
}

function trunkOffsets(plan: StreetPlan, flows: readonly RibbonFlow[], widths: number[]): Lanes {
  const { trunk } = plan
  if (!trunk) return { lanes: new Map(), squeeze: 1 }
  const strips = flows.flatMap((flow, id) => {
    const streets = [plan.spots[flow.from]?.street ?? 0, plan.spots[flow.to]?.street ?? 0].sort(
      (a, b) => a - b,
    )
    return streets[0] === streets[1]
      ? []
      : [
          {
            id,
            from: (streets[0] ?? 0) * 1000,
            to: (streets[1] ?? 0) * 1000 - 10,
            width: widths[id] as number,
          },
        ]
  })
  const { offsets, squeeze } = stackStrips(strips, trunk.to - trunk.from)
  return { lanes: new Map([...offsets].map(([id, offset]) => [id, trunk.from + offset])), squeeze }
}

/** Where each flow leaves and enters: side by side at the house, in the order of the other ends. */
function attach(plan: StreetPlan, flows: readonly RibbonFlow[], widths: number[]): [Point, Point][] {
  const position = (index: number) => {
    const { cell, street } = plan.spots[index] as Spot
    return plan.wide ? cell.x - street * 1e5 : cell.y
  }
  const points: [Point, Point][] = flows.map(() => [
    [0, 0],
    [0, 0],
  ])
  plan.spots.forEach((spot, index) => {
    const mine = flows
      .map((flow, id) => ({
        id,
        end: flow.from === index ? 0 : 1,
        other: flow.from === index ? flow.to : flow.from,
        flow,
      }))
      .filter(({ flow }) => flow.from === index || flow.to === index)
      .sort((a, b) => position(a.other) - position(b.other))
    const total = mine.reduce((sum, { id }) => sum + (widths[id] as number) + 1, -1)
    let along = -total / 2
    for (const { id, end } of mine) {
      const width = widths[id] as number
      const point = doorway(plan, spot, along + width / 2)
      const pair = points[id] as [Point, Point]
      pair[end === 0 ? 0 : 1] = point
      along += width + 1
    }
  })
  return points
}

function doorway(plan: StreetPlan, spot: Spot, offset: number): Point {
  const { house } = spot
  if (plan.wide) {
    const x = house.x + house.w * 0.48 + offset
    return spot.side === 0 ? [x, house.y + house.h - 6] : [x, house.y + house.h * 0.62]
  }
  const y = house.y + house.h * 0.68 + offset
  return spot.side === 0 ? [house.x + house.w * 0.7, y] : [house.x + house.w * 0.3, y]
}

function route(
  plan: StreetPlan,
  a: Spot,
  b: Spot,
  [start, end]: [Point, Point],
  lane: { from: number; to: number; trunk: number },
): string {
  if (!plan.wide) {
    const middle: Point[] = [
      [lane.from, start[1]],
      [lane.from, end[1]],
    ]
    return roundedPath([start, ...middle, end], 30)
  }
  if (a.street === b.street) {
    return roundedPath([start, [start[0], lane.from], [end[0], lane.from], end], 36)
  }
  const detour: Point[] = [
    [start[0], lane.from],
    [lane.trunk, lane.from],
    [lane.trunk, lane.to],
    [end[0], lane.to],
  ]
  return roundedPath([start, ...detour, end], 30)
}
