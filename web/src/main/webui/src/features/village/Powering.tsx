import { ArrowRight } from 'lucide-react'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import type { Area, Flow, Home } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { Link } from '../../lib/router'
import { houseNumber } from './describe'
import styles from './Powering.module.css'

const SHOWN = 6

/** The largest flows of the running quarter-hour, seller first. */
export function Powering({
  area,
  homes,
  flows,
}: {
  area: Area
  homes: readonly Home[]
  flows: readonly Flow[]
}) {
  const nameOf = (id: number) => homes.find((home) => home.participantId === id)?.name ?? String(id)
  const largest = [...flows].sort((a, b) => b.powerW - a.powerW).slice(0, SHOWN)
  return (
    <Card slot="third" title={t.village.powering} note={t.village.poweringNote}>
      {largest.length === 0 && <Empty>{t.village.poweringEmpty}</Empty>}
      <ul className={styles.list}>
        {largest.map((flow) => (
          <li key={`${flow.sellerId}-${flow.buyerId}`} className={styles.row}>
            <span className={styles.pair} aria-hidden="true">
              <span className={styles.badge}>{houseNumber(nameOf(flow.sellerId))}</span>
              <ArrowRight size={15} />
              <span className={styles.badge}>{houseNumber(nameOf(flow.buyerId))}</span>
            </span>
            <span className={styles.names}>
              <Link href={`/home/${flow.sellerId}`}>{nameOf(flow.sellerId)}</Link>
              <span className={styles.to}>
                {t.village.flowTo(nameOf(flow.buyerId))}
                {', '}
                {format.price(flow.priceMicro, area.currency)}
              </span>
            </span>
            <span className={styles.power}>{format.power(flow.powerW)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
