// Which area the page is about: that of one's home, or the one that was chosen on this device.
import { useSyncExternalStore } from 'react'
import type { Area, Session } from './api'

const KEY = 'peerwatt.area'

const listeners = new Set<() => void>()
let chosen = remembered()

function remembered(): number | null {
  try {
    return Number(localStorage.getItem(KEY)) || null
  } catch {
    return null
  }
}

/** The page is about this area from now on, and after the next visit too. */
export function chooseArea(id: number): void {
  chosen = id
  try {
    localStorage.setItem(KEY, String(id))
  } catch {
    // It is chosen for this visit.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useChosenArea = (): number | null => useSyncExternalStore(subscribe, () => chosen)

/** The areas to choose from: members' those of their homes; whoever looks after them has all. */
export function areasOf(session: Session, areas: readonly Area[]): readonly Area[] {
  const own = areas.filter(({ id }) => session.homes.some(({ areaId }) => areaId === id))
  const all = session.roles.length > 0 || (session.openReads && session.login === undefined)
  if (all) return areas
  return own.length > 0 ? own : areas.slice(0, 1)
}

/** The area that an address is about: of one's own home, else what was chosen, else one's first. */
export function areaAt(
  path: string,
  session: Session,
  areas: readonly Area[],
  wanted: number | null,
): Area | null {
  const places = areasOf(session, areas)
  const at = Number(path.match(/^\/home\/(\d+)/)?.[1])
  const there = session.homes.find(({ participantId }) => participantId === at)?.areaId
  const first = session.homes[0]?.areaId
  const find = (id: number | null | undefined) => places.find((area) => area.id === id)
  return find(there) ?? find(wanted) ?? find(first) ?? places[0] ?? null
}
