// What the earnings' chart draws of a span: each origin's money, by who is on the other side.
import type { EarningsSpan, OriginName } from '../../lib/api'

export interface Layer {
  origin: OriginName
  /** In whole currency; above zero is earned or saved, below is paid. Geometry only. */
  value: number
}

/** From the line of zero outwards. */
export const ORDER: readonly OriginName[] = [
  'OWN',
  'OWN_THROUGH_GRID',
  'MATCHED_SOLD',
  'MATCHED_BOUGHT',
  'POOL_SOLD',
  'POOL_BOUGHT',
  'RESIDUAL_FEED_IN',
  'RESIDUAL_SUPPLY',
  'OTHER',
]

/** From the line of zero outwards; own energy counts as what it saved. */
export function layersOf(span: EarningsSpan): Layer[] {
  return ORDER.flatMap((origin) => {
    const part = span.origins.find((one) => one.origin === origin)
    if (!part) return []
    const value = origin === 'OWN' ? Number(span.ownWorthAmount) : Number(part.amount)
    return value === 0 ? [] : [{ origin, value }]
  })
}

/** How far a span reaches to both sides. */
export function reach(span: EarningsSpan): { up: number; down: number } {
  const values = layersOf(span).map((layer) => layer.value)
  const sum = (some: number[]) => some.reduce((all, one) => all + one, 0)
  return { up: sum(values.filter((one) => one > 0)), down: -sum(values.filter((one) => one < 0)) }
}

/** A round step of which the most takes two to five; no less than a cent, as the axis says cents. */
export function stepFor(most: number): number {
  const rough = Math.max(most / 4, 0.01)
  const ten = 10 ** Math.floor(Math.log10(rough))
  return ([1, 2, 5].find((one) => one * ten >= rough) ?? 10) * ten
}
