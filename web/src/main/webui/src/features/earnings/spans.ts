import type { Earnings, EarningsSpan } from '../../lib/api'
import * as format from '../../lib/format'
import { periodUnit } from '../../lib/period'

/** The period that a span is: `2026-06` or `2026-06-18`; of a day it is the day itself. */
export function spanPeriod(earnings: Earnings, span: EarningsSpan): string {
  const date = format.isoDate(Date.parse(span.from), earnings.timeZone)
  return periodUnit(earnings.period) === 'YEAR' ? date.slice(0, 7) : date
}

/** A span as it is said: a month, a day or a quarter hour. */
export function spanName(earnings: Earnings, span: EarningsSpan): string {
  const from = Date.parse(span.from)
  const unit = periodUnit(earnings.period)
  if (unit === 'DAY') return format.quarter(from, (Date.parse(span.to) - from) / 60_000, earnings.timeZone)
  const period = spanPeriod(earnings, span)
  return unit === 'YEAR' ? format.month(period) : format.dayOfDate(period)
}

/** What stands below the bars, as much as there is room for. */
export function axisNames(earnings: Earnings, width: number): string[] {
  const unit = periodUnit(earnings.period)
  const narrow = width < 520
  return earnings.spans.map((span) => {
    const from = Date.parse(span.from)
    const period = spanPeriod(earnings, span)
    if (unit === 'YEAR') return format.monthShort(period).slice(0, narrow ? 1 : undefined)
    const day = Number(period.slice(8))
    if (unit === 'MONTH') return day === 1 || day % (narrow ? 10 : 5) === 0 ? format.tick(day) : ''
    const hour = format.hourOfDay(from, earnings.timeZone)
    return hour % (narrow ? 6 : 3) === 0 ? format.hourMark(hour) : ''
  })
}
