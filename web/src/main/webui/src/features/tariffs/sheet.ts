// Prices as people write and read them.
import type { DayOfWeek, PriceChange, SheetPrice, Tariff, TariffKind, ZoneDistance } from '../../lib/api'
import { t } from '../../lib/messages'

export const DAYS: readonly DayOfWeek[] = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
]

/** A price while it is written. */
export interface PriceLine {
  key: number
  kind: TariffKind
  name: string
  distance: ZoneDistance
  days: readonly DayOfWeek[]
  from: string
  until: string
  /** Minor units per kWh as typed. */
  typed: string
  /** Empty for all. */
  participantId: string
}

export const newLine = (key: number): PriceLine => ({
  key,
  kind: 'RETAIL',
  name: 'work price',
  distance: 'SAME_TRANSFORMER',
  days: DAYS,
  from: '00:00',
  until: '00:00',
  typed: '',
  participantId: '',
})

/** Whether prices of this kind are a member's own supplier's. */
export const isOfMember = (kind: TariffKind): boolean => kind === 'RETAIL' || kind === 'FEED_IN'

/** Typed minor units as whole micro-currency; null if that is no such number. */
export function microOf(typed: string): number | null {
  const [, sign, whole = '', part = ''] = typed.trim().match(/^([-−]?)(\d{1,5})(?:[.,](\d{1,4}))?$/) ?? []
  if (whole === '') return null
  const micro = Number(whole) * 10_000 + Number(part.padEnd(4, '0'))
  return sign && micro !== 0 ? -micro : micro
}

/** What the market is asked for; a line whose price cannot be read stays out. */
export function priceOf(line: PriceLine): SheetPrice | null {
  const priceMicro = microOf(line.typed)
  if (priceMicro === null) return null
  return {
    participantId: isOfMember(line.kind) && line.participantId ? Number(line.participantId) : undefined,
    kind: line.kind,
    name: line.name.trim(),
    distance: line.kind === 'GRID_FEE' ? line.distance : undefined,
    days: line.days.length === DAYS.length ? undefined : [...line.days],
    timeFrom: line.from === '00:00' ? undefined : line.from,
    timeUntil: line.until === '00:00' ? undefined : line.until,
    priceMicro,
  }
}

const hour = (time: string, atEnd: boolean) =>
  atEnd && time.startsWith('00:00') ? '24:00' : time.slice(0, 5)

/** `Monday to Friday, 11:00–15:00`, or `all hours`. */
export function hoursText(days: readonly DayOfWeek[], from: string, until: string): string {
  const hours = `${hour(from, false)}–${hour(until, true)}`
  if (hours === '00:00–24:00') return days.length === DAYS.length ? t.tariffs.always : daysText(days)
  return days.length === DAYS.length ? hours : t.tariffs.at(daysText(days), hours)
}

function daysText(days: readonly DayOfWeek[]): string {
  const key = DAYS.filter((day) => days.includes(day)).join()
  if (key === DAYS.join()) return t.tariffs.allDays
  if (key === DAYS.slice(0, 5).join()) return t.tariffs.weekdays
  if (key === DAYS.slice(5).join()) return t.tariffs.weekend
  return DAYS.filter((day) => days.includes(day))
    .map((day) => t.tariffs.dayNames[day])
    .join(' ')
}

export const tariffHours = (price: Tariff): string => hoursText(price.days, price.timeFrom, price.timeUntil)

export const changeHours = (change: PriceChange): string => hoursText(change.days, change.from, change.until)

/** What a price is for, with its name where that says more than its kind. */
export function tariffText(price: Tariff): string {
  const kind = t.tariffs.kinds[price.kind]
  const distance = price.distance ? `, ${t.tariffs.distances[price.distance]}` : ''
  return `${kind}${distance}`
}
