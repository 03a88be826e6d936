import { type Area, type Book, intervalStart } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'

/** The sentence the market page opens with. */
export function marketHeadline(area: Area, book: Book | null): string {
  if (!book) return t.market.lineWaiting
  const quarter = format.quarter(intervalStart(book.interval), area.intervalMinutes, area.timeZone)
  const fees = book.feesMicro ?? area.gridFeeMicro + area.levyMicro
  return book.last
    ? t.market.lineMatch(quarter, format.price(book.last.priceMicro + fees, area.currency))
    : t.market.lineOpen(quarter)
}
