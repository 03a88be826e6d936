import type { Home } from '../../lib/api'
import { t } from '../../lib/messages'

/** Whole minutes from one instant to a later one. */
export function minutesOf(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / 60_000)
}

/** Whose a device or breaker is: `point/BATTERY`, or `point+3/comfort` if of three homes more. */
export function nameOf(id: string, homes: readonly Home[]): string {
  const [, point = id, more] = id.match(/^(.*?)(?:\+(\d+))?\/[^/]*$/) ?? []
  const name = homes.find((home) => home.meteringPointId === point)?.name ?? point
  return more ? t.island.andMore(name, Number(more)) : name
}
