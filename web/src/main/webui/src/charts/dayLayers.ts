// Splits a home's measured quarter-hours into the layers of the mirror chart: what was made by where it
// went, what was used by where it came from. Wh per quarter-hour; null where nothing was measured.
import type { Slot } from '../lib/api'

export type MadeKey = 'toHome' | 'toNeighbours' | 'toGrid' | 'unsettledOut'
export type UsedKey = 'fromRoof' | 'fromNeighbours' | 'fromGrid' | 'unsettledIn'

export const MADE_KEYS: readonly MadeKey[] = ['toHome', 'toNeighbours', 'toGrid', 'unsettledOut']
export const USED_KEYS: readonly UsedKey[] = ['fromRoof', 'fromNeighbours', 'fromGrid', 'unsettledIn']

export type Layers = Record<MadeKey | UsedKey, number>

/**
 * Layers of one quarter-hour, or null when it was not measured. Until it is settled nobody knows with
 * whom it was shared, so its grid energy stays in the `unsettled` layers.
 */
export function layersOf(slot: Slot): Layers | null {
  const { importWh, exportWh, generationWh } = slot
  if (importWh === null || exportWh === null) return null
  const own = generationWh === null ? 0 : Math.max(0, generationWh - exportWh)
  const settled = slot.soldWh !== null || slot.boughtWh !== null
  const sold = Math.min(exportWh, slot.soldWh ?? 0)
  const bought = Math.min(importWh, slot.boughtWh ?? 0)
  return {
    toHome: own,
    toNeighbours: sold,
    toGrid: settled ? exportWh - sold : 0,
    unsettledOut: settled ? 0 : exportWh,
    fromRoof: own,
    fromNeighbours: bought,
    fromGrid: settled ? importWh - bought : 0,
    unsettledIn: settled ? 0 : importWh,
  }
}

export const madeWh = (layers: Layers): number => MADE_KEYS.reduce((sum, key) => sum + layers[key], 0)

export const usedWh = (layers: Layers): number => USED_KEYS.reduce((sum, key) => sum + layers[key], 0)

/** Sum over the measured quarter-hours. */
export function sumLayers(all: readonly (Layers | null)[]): Layers {
  const total = Object.fromEntries([...MADE_KEYS, ...USED_KEYS].map((key) => [key, 0])) as Layers
  for (const layers of all) {
    if (layers) for (const key of [...MADE_KEYS, ...USED_KEYS]) total[key] += layers[key]
  }
  return total
}

/** Part of the use that did not pass the grid connection; null while unknown or nothing was used. */
export function ownShare(slots: readonly Slot[]): number | null {
  const known = slots.filter((slot) => slot.generationWh !== null)
  if (known.length === 0) return null
  const total = sumLayers(known.map(layersOf))
  const used = usedWh(total)
  return used === 0 ? null : total.fromRoof / used
}

/** Runs of neighbouring values for which `present` holds, as index pairs [from, to). */
export function runs<T>(values: readonly T[], present: (value: T) => boolean): [number, number][] {
  const found: [number, number][] = []
  let from = -1
  values.forEach((value, index) => {
    if (present(value) && from < 0) from = index
    if (!present(value) && from >= 0) {
      found.push([from, index])
      from = -1
    }
  })
  if (from >= 0) found.push([from, values.length])
  return found
}

/** Height of an axis in kW: the largest value rounded up to a friendly step, at least 1 kW. */
export function axisTop(kw: number): { top: number; step: number } {
  const step = [0.5, 1, 2, 2.5, 5, 10, 20, 50, 100, 200, 500].find((one) => kw / one <= 3.4) ?? 1000
  return { top: Math.max(step, Math.ceil((kw * 1.02) / step) * step), step }
}
