import { type Kpi, Kpis } from '../../components/Kpis'
import type { Area, Book } from '../../lib/api'
import { useMarketNow } from '../../lib/clock'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { ladderOf, sumWh } from './ladder'

/** One quarter-hour's market in four figures. */
export function MarketKpis({ area, book, faded }: { area: Area; book: Book | null; faded: boolean }) {
  const now = useMarketNow(250)
  return (
    <Kpis label={t.market.title} wash="neighbours" faded={faded} items={items(area, book, now?.at ?? null)} />
  )
}

function items(area: Area, book: Book | null, now: number | null): Kpi[] {
  const ladder = book && ladderOf(book, area.gridFeeMicro + area.levyMicro, Number.POSITIVE_INFINITY)
  const unit = format.minorUnit(area.currency)
  const left = book && now !== null ? Date.parse(book.closesAt) - now : null
  const best = (priceMicro: number | undefined, say: (price: string) => string) =>
    priceMicro === undefined ? t.market.none : say(format.price(priceMicro, area.currency))
  return [
    {
      id: 'last',
      label: t.market.last,
      figure: { value: format.priceValue(ladder?.lastMicro), unit: ladder?.lastMicro == null ? '' : unit },
      note: book?.last ? t.market.lastNote(format.energyTraded(book.last.energyWh)) : t.market.lastNone,
    },
    {
      id: 'offered',
      label: t.market.offered,
      figure: format.energyFigure(book ? sumWh(book.asks) : null),
      note: best(ladder?.asks.at(-1)?.priceMicro, t.market.offeredNote),
    },
    {
      id: 'wanted',
      label: t.market.wanted,
      figure: format.energyFigure(book ? sumWh(book.bids) : null),
      note: best(ladder?.bids[0]?.priceMicro, t.market.wantedNote),
    },
    {
      id: 'closes',
      label: t.market.closes,
      figure: { value: left === null ? format.MISSING : format.countdown(left), unit: '' },
      note: book ? t.market.closesNote(format.time(Date.parse(book.closesAt), area.timeZone)) : '',
    },
  ]
}
