import type { Area, Home, MarketEvent } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'

/** Who took part, by the names of their homes. */
export function whoText(event: MarketEvent, homes: readonly Home[]): string {
  const name = (id: number | null) =>
    id === null ? format.MISSING : (homes.find((home) => home.participantId === id)?.name ?? String(id))
  if (event.kind === 'GATE_CLOSED') return format.MISSING
  if (event.kind === 'TRADED') return t.events.trade(name(event.participantId), name(event.buyerId))
  return event.side
    ? t.events.party(name(event.participantId), t.events.sides[event.side])
    : name(event.participantId)
}

/** The event as one sentence. */
export function eventSentence(event: MarketEvent, area: Area, homes: readonly Home[]): string {
  const at = format.timeFine(Date.parse(event.at), area.timeZone)
  if (event.kind === 'GATE_CLOSED') return t.events.gate(at)
  return t.events.said(
    at,
    t.events.kinds[event.kind],
    whoText(event, homes),
    format.energyTraded(event.energyWh),
    format.price(event.priceMicro, area.currency),
  )
}

/** Names the event in an address. */
export const eventKey = (event: MarketEvent): string =>
  `${event.kind.toLowerCase().replaceAll('_', '-')}-${event.number ?? Date.parse(event.interval) / 1000}`
