import type { ReactNode } from 'react'
import type { Figure } from '../lib/format'
import styles from './Kpis.module.css'

export interface Kpi {
  id: string
  label: string
  figure: Figure
  note: ReactNode
}

interface KpisProps {
  label: string
  items: readonly Kpi[]
  /** The wash behind the first figure names its counterpart. */
  wash: 'solar' | 'neighbours'
  faded?: boolean
}

export function Kpis({ label, items, wash, faded = false }: KpisProps) {
  return (
    <dl className={styles.kpis} aria-label={label} data-wash={wash} data-faded={faded || undefined}>
      {items.map((item) => (
        <div key={item.id} className={styles.kpi}>
          <dt className={styles.label}>{item.label}</dt>
          <dd className={styles.figure} data-testid={`kpi-${item.id}`}>
            {item.figure.value}
            {item.figure.unit && <span className={styles.unit}> {item.figure.unit}</span>}
          </dd>
          <dd className={styles.note}>{item.note}</dd>
        </div>
      ))}
    </dl>
  )
}

export function KpiGood({ children }: { children: ReactNode }) {
  return <b className={styles.good}>{children}</b>
}
