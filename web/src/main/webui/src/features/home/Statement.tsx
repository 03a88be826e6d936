import { type ReactNode, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { HashButton, hashOf, ProofState } from '../../components/Proof'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import type { Day, Slot } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './Statement.module.css'

const SHOWN = 6

/** The settled quarter-hours of the day, newest first, each with its proof. */
export function Statement({ day, aside }: { day: Day | null; aside: ReactNode }) {
  const [all, setAll] = useState(false)
  const settled = (day?.slots ?? [])
    .filter((slot) => slot.state === 'SETTLED' || slot.state === 'CONFIRMED')
    .reverse()
  const list = all ? settled : settled.slice(0, SHOWN)
  return (
    <Card slot="last" title={t.statement.title} note={t.statement.note} aside={aside}>
      {!day && (
        <div className={styles.loading}>
          <Skeleton height={SHOWN * 44} />
        </div>
      )}
      {day && settled.length === 0 && <Empty>{t.statement.empty}</Empty>}
      {day && list.length > 0 && (
        <table className={`${table.table} ${table.folding} ${styles.table}`} data-testid="statement">
          <caption className="visually-hidden">{t.statement.title}</caption>
          <thead>
            <tr>
              <th scope="col">{t.statement.quarter}</th>
              <th scope="col">{t.statement.withNeighbours}</th>
              <th scope="col" className={table.num}>
                {t.statement.price}
              </th>
              <th scope="col" className={table.num}>
                {t.statement.amount}
              </th>
              <th scope="col" className={styles.quality}>
                {t.statement.quality}
              </th>
              <th scope="col">{t.statement.proof}</th>
            </tr>
          </thead>
          <tbody>
            {list.map((slot) => (
              <Line key={slot.start} day={day} slot={slot} />
            ))}
          </tbody>
        </table>
      )}
      {settled.length > SHOWN && (
        <Button className={table.more} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t.settlements.fewer : t.settlements.all}
        </Button>
      )}
    </Card>
  )
}

function Line({ day, slot }: { day: Day; slot: Slot }) {
  const hash = hashOf(slot.transaction)
  return (
    <tr>
      <th scope="row">{format.quarter(Date.parse(slot.start), day.intervalMinutes, day.timeZone)}</th>
      <td className={hasTrade(slot) ? table.neigh : table.soft}>{traded(slot)}</td>
      <td className={`${table.num} ${styles.price}`}>{format.price(slot.priceMicro, day.currency)}</td>
      <td className={table.num}>{amount(day, slot)}</td>
      <td className={`${table.soft} ${styles.quality}`}>
        {slot.quality ? t.statement.qualities[slot.quality] : format.MISSING}
      </td>
      <td className={styles.proof}>
        {slot.state === 'CONFIRMED' && hash ? (
          <HashButton hash={hash} />
        ) : (
          <ProofState state={slot.state === 'CONFIRMED' ? 'CONFIRMED' : hash ? 'SENT' : 'SETTLED'} />
        )}
      </td>
    </tr>
  )
}

const hasTrade = (slot: Slot) => (slot.soldWh ?? 0) > 0 || (slot.boughtWh ?? 0) > 0

function traded(slot: Slot): string {
  const parts = [
    (slot.soldWh ?? 0) > 0 && t.statement.sold(format.energyTraded(slot.soldWh ?? 0)),
    (slot.boughtWh ?? 0) > 0 && t.statement.bought(format.energyTraded(slot.boughtWh ?? 0)),
  ].filter((part): part is string => typeof part === 'string')
  return parts.length > 0 ? parts.join(', ') : t.statement.none
}

function amount(day: Day, slot: Slot): string {
  if (slot.amount === null) return format.MISSING
  const text = format.money(slot.amount, day.currency)
  return format.amountSign(slot.amount) < 0 ? t.statement.paid(text) : t.statement.earned(text)
}
