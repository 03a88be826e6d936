// Puts the street's and a home's live figures into words.
import type { Flow, Home } from '../../lib/api'
import { type HomeNow, homesSharing, QUIET_W, type VillageNow } from '../../lib/flows'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'

/** The sentence the village page opens with. */
export function headline(
  area: string,
  ready: boolean,
  now: VillageNow | null,
  flows: readonly Flow[],
  night: boolean,
): string {
  if (!ready || now === null) return t.headline.starting(area)
  if (now.heard === 0) return t.headline.deaf(area)
  if (now.sharedW >= QUIET_W) {
    return t.headline.sharing(area, format.power(now.sharedW), homesSharing(flows))
  }
  if (now.fromGridW >= QUIET_W) {
    const say = night && now.madeW < QUIET_W ? t.headline.night : t.headline.drawing
    return say(area, format.power(now.fromGridW))
  }
  if (now.toGridW >= QUIET_W) {
    return t.headline.sunToGrid(area, format.power(now.madeW), format.power(now.toGridW))
  }
  return now.madeW >= QUIET_W ? t.headline.sunAlone(area, format.power(now.madeW)) : t.headline.quiet(area)
}

/** The figure under a house: how much it trades, or takes or gives otherwise. */
export function homeFigure(now: HomeNow): string {
  switch (now.role) {
    case 'selling':
      return format.power(now.soldW)
    case 'buying':
      return format.power(now.boughtW)
    case 'feeding':
      return format.power(now.toGridW)
    case 'drawing':
      return format.power(now.fromGridW)
    case 'own':
      return format.power(now.usedW)
    case 'unknown':
      return format.MISSING
  }
}

/** One line about a home, for its link and for the readout. */
export function homeLine(home: Home, now: HomeNow | undefined, nameOf: (id: number) => string): string {
  if (home.hidden && (!now || now.role === 'unknown')) return t.village.line.hidden(home.name)
  if (!now) return t.village.line.unknown(home.name)
  const partners = now.partners.map((partner) => nameOf(partner.id))
  return t.village.line[now.role](home.name, homeFigure(now), partners)
}

/** What stands on the gable: the last word of the name when it is short, else its first letters. */
export function houseNumber(name: string): string {
  const last = name.trim().split(/\s+/).at(-1) ?? ''
  return last.length <= 3 ? last : last.slice(0, 2)
}

/** Parts of what flows through a home now, by counterpart, in the chart order. */
export function mixOf(now: HomeNow) {
  const out = now.role === 'selling' || now.role === 'feeding'
  return [
    { kind: 'solar' as const, value: Math.max(0, now.ownW - now.dischargingW) },
    { kind: 'battery' as const, value: out ? now.chargingW : Math.min(now.dischargingW, now.ownW) },
    { kind: 'neighbours' as const, value: out ? now.soldW : now.boughtW },
    { kind: 'grid' as const, value: out ? now.toGridW : now.fromGridW },
  ]
}
