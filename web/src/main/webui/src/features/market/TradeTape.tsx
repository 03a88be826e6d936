import { ArrowRight } from 'lucide-react'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import type { Area, Home, Trade } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './TradeTape.module.css'

interface TapeProps {
  area: Area
  homes: readonly Home[]
  trades: readonly Trade[] | null
}

/** The matches of one quarter-hour, newest first. */
export function TradeTape({ area, homes, trades }: TapeProps) {
  const nameOf = (id: number | null) =>
    id === null ? t.app.someone : (homes.find((home) => home.participantId === id)?.name ?? String(id))
  return (
    <Card title={t.market.tape} note={t.market.tapeNote}>
      {trades === null && (
        <div className={styles.loading}>
          <Skeleton height={300} />
        </div>
      )}
      {trades?.length === 0 && <Empty>{t.market.tapeEmpty}</Empty>}
      {trades && trades.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className={styles.scroll} tabIndex={0} aria-label={t.market.tapeList}>
          <table className={table.table} data-testid="tape">
            <caption className="visually-hidden">{t.market.tape}</caption>
            <thead>
              <tr>
                <th scope="col">{t.market.at}</th>
                <th scope="col">{t.market.pair}</th>
                <th scope="col" className={table.num}>
                  {t.market.kwh}
                </th>
                <th scope="col" className={table.num}>
                  {t.market.price(format.minorUnit(area.currency))}
                </th>
              </tr>
            </thead>
            <tbody>
              {trades.map((trade) => (
                <tr key={trade.id}>
                  <td className={table.soft}>{format.time(Date.parse(trade.at), area.timeZone)}</td>
                  <td>
                    <span className={styles.pair}>
                      {nameOf(trade.sellerId)} <ArrowRight size={14} aria-label="to" />{' '}
                      {nameOf(trade.buyerId)}
                    </span>
                  </td>
                  <td className={table.num}>{format.energyFine(trade.energyWh)}</td>
                  <td className={table.num}>
                    <b>{format.priceValue(trade.priceMicro)}</b>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p className={styles.foot}>{t.market.priceNote}</p>
    </Card>
  )
}
