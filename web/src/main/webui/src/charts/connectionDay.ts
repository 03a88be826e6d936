// Figures of the connection chart: which value a quarter-hour shows, and how high the axis is.
import type { AreaFlow } from '../lib/api'

export type FlowKey = 'measuredW' | 'plannedW' | 'uncoordinatedW' | 'importLimitW' | 'exportLimitW'

/** Every quarter-hour of the day from `first` on; those that nothing is known of are all null. */
export function wholeDay(
  flows: readonly AreaFlow[],
  first: number,
  slots: number,
  minutes: number,
): AreaFlow[] {
  const known = new Map(flows.map((flow) => [Date.parse(flow.start), flow]))
  return Array.from({ length: slots }, (_, slot) => {
    const at = first + slot * minutes * 60_000
    return (
      known.get(at) ?? {
        start: new Date(at).toISOString(),
        plannedW: null,
        uncoordinatedW: null,
        measuredW: null,
        importLimitW: null,
        exportLimitW: null,
      }
    )
  })
}

/** What is shown of the area itself: metered where it is, planned else. */
export const shownW = (flow: AreaFlow): number | null => flow.measuredW ?? flow.plannedW

/** The highest and lowest W that the chart must reach, zero included. */
export function bounds(flows: readonly AreaFlow[]): { up: number; down: number } {
  const all = flows.flatMap((flow) => [flow.measuredW, flow.plannedW, flow.uncoordinatedW, flow.importLimitW])
  const known = all.filter((watts): watts is number => watts !== null)
  const down = Math.max(0, ...known.map((watts) => -watts))
  const limit = Math.max(0, ...flows.map((flow) => flow.exportLimitW ?? 0))
  // A limit of giving that nothing comes near would press all else together.
  return { up: Math.max(0, ...known), down: limit > 0 && down > limit * 0.5 ? Math.max(down, limit) : down }
}

/** Of the day, the quarter-hour with the most drawn by this figure; null if it is unknown all day. */
export function most(flows: readonly AreaFlow[], key: FlowKey): number | null {
  const known = flows.map((flow) => flow[key]).filter((watts): watts is number => watts !== null)
  return known.length === 0 ? null : Math.max(...known)
}
