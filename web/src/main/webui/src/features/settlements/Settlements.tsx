import { useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { HashButton, ProofState } from '../../components/Proof'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import { type Area, intervalStart, type Settlement } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './Settlements.module.css'

interface SettlementsProps {
  area: Area
  settlements: readonly Settlement[] | null
  /** Rows before "Show all". */
  shown: number
  /** Also shows what the grid gave and took. */
  detailed?: boolean
}

/** What was settled, newest first, and how far its proof has come. */
export function Settlements({ area, settlements, shown, detailed = false }: SettlementsProps) {
  const [all, setAll] = useState(false)
  const list = all ? settlements : settlements?.slice(0, shown)
  return (
    <Card slot="last" title={t.settlements.title} note={t.settlements.note}>
      {settlements === null && (
        <div className={styles.loading}>
          <Skeleton height={shown * 45 + 30} />
        </div>
      )}
      {settlements?.length === 0 && <Empty>{t.settlements.empty}</Empty>}
      {list && list.length > 0 && (
        <table className={`${table.table} ${table.folding} ${styles.table}`} data-testid="settlements">
          <caption className="visually-hidden">{t.settlements.title}</caption>
          <thead>
            <tr>
              <th scope="col">{t.settlements.quarter}</th>
              <th scope="col" className={table.num}>
                {t.settlements.shared}
              </th>
              {detailed && <GridHeads />}
              <th scope="col" className={table.num}>
                {t.settlements.saved}
              </th>
              <th scope="col">{t.settlements.state}</th>
              <th scope="col">{t.settlements.transaction}</th>
            </tr>
          </thead>
          <tbody>
            {list.map((one) => (
              <Row key={`${one.interval} ${one.version}`} area={area} settlement={one} detailed={detailed} />
            ))}
          </tbody>
        </table>
      )}
      {settlements && settlements.length > shown && (
        <Button className={table.more} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t.settlements.fewer : t.settlements.all}
        </Button>
      )}
    </Card>
  )
}

function GridHeads() {
  return (
    <>
      <th scope="col" className={`${table.num} ${styles.extra}`}>
        {t.settlements.rest}
      </th>
      <th scope="col" className={`${table.num} ${styles.extra}`}>
        {t.settlements.surplus}
      </th>
    </>
  )
}

function Row({ area, settlement, detailed }: { area: Area; settlement: Settlement; detailed: boolean }) {
  const { transaction } = settlement
  return (
    <tr>
      <th scope="row">
        {format.quarter(intervalStart(settlement.interval), area.intervalMinutes, area.timeZone)}
      </th>
      <td className={`${table.num} ${table.neigh}`}>
        {format.energyTraded(settlement.matchedWh + settlement.poolWh)}
      </td>
      {detailed && (
        <>
          <td className={`${table.num} ${table.soft} ${styles.extra}`}>
            {format.energyTraded(settlement.residualSupplyWh)}
          </td>
          <td className={`${table.num} ${table.soft} ${styles.extra}`}>
            {format.energyTraded(settlement.residualFeedInWh)}
          </td>
        </>
      )}
      <td className={table.num}>{format.money(settlement.savedAmount, area.currency)}</td>
      <td className={styles.proof}>
        <ProofState
          state={settlement.linesRoot === null ? 'NOTHING' : settlement.state}
          block={transaction?.blockNumber}
        />
      </td>
      <td className={styles.hash}>
        {transaction?.hash ? <HashButton hash={transaction.hash} /> : format.MISSING}
      </td>
    </tr>
  )
}
