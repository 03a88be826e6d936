// Years, months and days by their names: `2026`, `2026-06` and `2026-06-18`.
import * as format from './format'

export type PeriodUnit = 'YEAR' | 'MONTH' | 'DAY'

/** What a name is of, or null if it names no period. */
export function periodUnit(name: string): PeriodUnit | null {
  if (!/^20\d\d(-\d\d){0,2}$/.test(name) || Number.isNaN(Date.parse(firstDay(name)))) return null
  return name.length === 4 ? 'YEAR' : name.length === 7 ? 'MONTH' : 'DAY'
}

const firstDay = (name: string) => `${name}${'-01-01'.slice(name.length - 4)}`

/** The period of that length that a day is in, or in which a longer period begins. */
export const periodOf = (name: string, unit: PeriodUnit): string =>
  firstDay(name).slice(0, unit === 'YEAR' ? 4 : unit === 'MONTH' ? 7 : 10)

/** The one so many later. */
export function shiftPeriod(name: string, by: number): string {
  const unit = periodUnit(name)
  if (unit === 'DAY') return format.shiftDate(name, by)
  const day = new Date(`${firstDay(name)}T12:00:00Z`)
  if (unit === 'YEAR') day.setUTCFullYear(day.getUTCFullYear() + by)
  else day.setUTCMonth(day.getUTCMonth() + by)
  return periodOf(day.toISOString().slice(0, 10), unit ?? 'DAY')
}

/** As it is said: `2026`, `June 2026` or `Thursday 18 June`. */
export function periodName(name: string): string {
  const unit = periodUnit(name)
  return unit === 'DAY' ? format.dayOfDate(name) : unit === 'MONTH' ? format.month(name) : name
}
