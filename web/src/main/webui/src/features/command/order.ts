// An order by hand to one battery, from what was typed.
import type { Setpoint, SetpointKind, SetpointOrder } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'

export type Act = 'CHARGE' | 'DISCHARGE' | 'IDLE'

export interface Typed {
  act: Act
  kilowatts: string
  minutes: number
  keepPercent: string
}

const MOST_WATTS = 100_000

/** Typed kW as whole watts; null if that is no power that can be asked for. */
export function wattsOf(kilowatts: string): number | null {
  if (!/^\d{1,3}([.,]\d{1,3})?$/.test(kilowatts.trim())) return null
  const watts = Math.round(Number(kilowatts.trim().replace(',', '.')) * 1000)
  return watts > 0 && watts <= MOST_WATTS ? watts : null
}

/** Typed per cent as thousandths; null if that is no share. */
export function keepOf(percent: string): number | null {
  return /^\d{1,3}$/.test(percent.trim()) && Number(percent) <= 100 ? Number(percent) * 10 : null
}

/** What is sent at a moment of market time; null while something typed cannot be sent. */
export function orderOf(typed: Typed, meteringPoint: string, at: number): SetpointOrder | null {
  const watts = typed.act === 'IDLE' ? 0 : wattsOf(typed.kilowatts)
  const keepChargePermille = keepOf(typed.keepPercent)
  if (watts === null || keepChargePermille === null) return null
  const from = Math.floor(at / 1000) * 1000
  const until = instant(from + typed.minutes * 60_000)
  return {
    meteringPoint,
    device: 'BATTERY',
    expiresAt: until,
    keepChargePermille,
    steps: [{ from: instant(from), until, kind: typed.act, watts }],
  }
}

const instant = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z')

/** The battery's order in force, if there is one. */
export function inForce(newestFirst: readonly Setpoint[], now: number): Setpoint | null {
  const last = newestFirst.find((one) => one.device === 'BATTERY' && one.state !== 'REFUSED')
  const holds =
    last &&
    last.steps.length > 0 &&
    ['ISSUED', 'SENT', 'ACCEPTED'].includes(last.state) &&
    Date.parse(last.expiresAt) > now
  return holds ? last : null
}

/** `Charge 2.5 kW`; of a plan with many steps the one that is due, or else the first. */
export function whatText(setpoint: Setpoint, now: number): string {
  const due =
    setpoint.steps.find((step) => Date.parse(step.from) <= now && now < Date.parse(step.until)) ??
    setpoint.steps[0]
  if (!due) return t.command.released
  const name = t.command.acts[actOf(due.kind)]
  return due.kind === 'IDLE' ? name : `${name} ${format.power(due.watts)}`
}

const actOf = (kind: SetpointKind): Act =>
  kind === 'CHARGE' || kind === 'LIMIT_IMPORT' ? 'CHARGE' : kind === 'IDLE' ? 'IDLE' : 'DISCHARGE'

export const byText = (issuedBy: string): string => (issuedBy === 'balancer' ? t.command.plan : issuedBy)
