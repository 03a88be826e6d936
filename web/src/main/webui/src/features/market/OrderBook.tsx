import type { ReactNode } from 'react'
import { Card } from '../../components/Card'
import { FreshnessChip } from '../../components/FreshnessChip'
import { Skeleton } from '../../components/Skeleton'
import { type Area, type Book, type Home, intervalStart } from '../../lib/api'
import { useMarketNow } from '../../lib/clock'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { type Ladder, ladderOf, type Row } from './ladder'
import styles from './OrderBook.module.css'

interface OrderBookProps {
  area: Area
  homes: readonly Home[]
  book: Book | null
  heardAt: number | null
  levels: number
  /** Also shows how many orders stand at a price. */
  detailed?: boolean
  chooser?: ReactNode
}

/** Rows kept on each side, so that the table stands still while a thin book changes. */
const FEWEST_ROWS = 3

/** Offers and requests of one quarter-hour: sellers amber above the last match, buyers violet below. */
export function OrderBook({ area, homes, book, heardAt, levels, detailed = false, chooser }: OrderBookProps) {
  return (
    <Card
      slot="second"
      title={t.book.title}
      note={book ? <BookNote area={area} book={book} /> : t.fresh.waiting}
      aside={<FreshnessChip since={heardAt} timeZone={area.timeZone} />}
    >
      {chooser}
      {book ? (
        <BookTable
          area={area}
          book={book}
          ladder={ladderOf(book, area.gridFeeMicro + area.levyMicro, levels)}
          levels={levels}
          detailed={detailed}
        />
      ) : (
        <div className={styles.loading}>
          <Skeleton height={levels * 64 + 108} />
        </div>
      )}
      <p className={styles.foot}>{foot(area, homes)}</p>
    </Card>
  )
}

function BookNote({ area, book }: { area: Area; book: Book }) {
  const quarter = format.quarter(intervalStart(book.interval), area.intervalMinutes, area.timeZone)
  return (
    <>
      {t.book.noteFor(quarter)} · <Countdown book={book} />
    </>
  )
}

export function Countdown({ book }: { book: Book }) {
  const now = useMarketNow(250)
  const left = now ? Date.parse(book.closesAt) - now.at : null
  if (book.state === 'CLOSED' || (left !== null && left <= 0)) return t.book.closed
  return (
    <>
      {t.book.closesIn}{' '}
      <strong data-testid="countdown">{left === null ? format.MISSING : format.countdown(left)}</strong>
    </>
  )
}

interface TableProps {
  area: Area
  book: Book
  ladder: Ladder
  levels: number
  detailed: boolean
}

function BookTable({ area, book, ladder, levels, detailed }: TableProps) {
  const unit = format.minorUnit(area.currency)
  const columns = detailed ? 4 : 3
  const fewest = Math.min(levels, FEWEST_ROWS)
  return (
    <table className={styles.book} data-detailed={detailed || undefined} data-testid="book">
      <caption className="visually-hidden">
        {t.book.caption} {format.quarter(intervalStart(book.interval), area.intervalMinutes, area.timeZone)}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t.book.price(unit)}</th>
          <th scope="col" className={styles.num}>
            {t.book.energy}
          </th>
          {detailed && (
            <th scope="col" className={styles.num}>
              {t.book.orders}
            </th>
          )}
          <th scope="col" className={styles.num}>
            {t.book.total}
          </th>
        </tr>
      </thead>
      <tbody data-side="sell">
        <Blank rows={ladder.asks.length === 0 ? 0 : fewest - ladder.asks.length} columns={columns} />
        <tr>
          <th scope="rowgroup" colSpan={columns} className={styles.group}>
            {t.book.selling}
          </th>
        </tr>
        {ladder.asks.length === 0 && <Nobody columns={columns} text={t.book.noSellers} />}
        {ladder.asks.map((row) => (
          <LevelRow key={row.priceMicro} row={row} largestWh={ladder.largestWh} detailed={detailed} />
        ))}
      </tbody>
      <tbody>
        <tr className={styles.middle}>
          <th scope="row" colSpan={columns - 1}>
            {ladder.lastMicro === null ? (
              t.book.noMatch
            ) : (
              <>
                <strong>{format.priceValue(ladder.lastMicro)}</strong> {t.book.lastMatch(unit)}
              </>
            )}
          </th>
          <td className={styles.num}>
            {ladder.gapMicro === null ? '' : t.book.gap(format.priceValue(ladder.gapMicro))}
          </td>
        </tr>
      </tbody>
      <tbody data-side="buy">
        <tr>
          <th scope="rowgroup" colSpan={columns} className={styles.group}>
            {t.book.buying}
          </th>
        </tr>
        {ladder.bids.map((row) => (
          <LevelRow key={row.priceMicro} row={row} largestWh={ladder.largestWh} detailed={detailed} />
        ))}
        {ladder.bids.length === 0 && <Nobody columns={columns} text={t.book.noBuyers} />}
        <Blank rows={ladder.bids.length === 0 ? 0 : fewest - ladder.bids.length} columns={columns} />
      </tbody>
    </table>
  )
}

function LevelRow({ row, largestWh, detailed }: { row: Row; largestWh: number; detailed: boolean }) {
  return (
    <tr>
      <th scope="row" className={styles.price}>
        {format.priceValue(row.priceMicro)}
      </th>
      <td className={styles.num}>{format.energyFine(row.energyWh)}</td>
      {detailed && <td className={styles.num}>{row.orders}</td>}
      <td className={styles.total}>
        <span
          className={styles.bar}
          style={{ width: `${(row.totalWh / largestWh) * 100}%` }}
          aria-hidden="true"
        />
        <span className={styles.figure}>{format.energyFine(row.totalWh)}</span>
      </td>
    </tr>
  )
}

/** Blank rows that keep the table's height while levels come and go. */
function Blank({ rows, columns }: { rows: number; columns: number }) {
  return Array.from({ length: Math.max(0, rows) }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blank rows are all alike
    <tr key={index}>
      <td colSpan={columns} />
    </tr>
  ))
}

function Nobody({ columns, text }: { columns: number; text: string }) {
  return (
    <tr>
      <td colSpan={columns} className={styles.nobody}>
        {text}
      </td>
    </tr>
  )
}

function foot(area: Area, homes: readonly Home[]): string {
  const text = (values: number[]) => {
    const [low, high] = [Math.min(...values), Math.max(...values)]
    const unit = format.minorUnit(area.currency)
    return low === high
      ? format.price(low, area.currency)
      : `${format.priceValue(low)}–${format.priceValue(high)}\u00a0${unit}`
  }
  const known = homes.filter((home) => !home.hidden)
  if (known.length === 0) return ''
  return t.book.foot(text(known.map((home) => home.feedInMicro)), text(known.map((home) => home.retailMicro)))
}
