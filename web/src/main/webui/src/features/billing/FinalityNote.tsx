import { type Area, api } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './Billing.module.css'
import { finalityOf } from './finality'

/** Whether a month is final, or until when it may still change; nothing while that is not known. */
export function FinalityNote({ area, month, today }: { area: Area; month: string; today: string }) {
  const { data } = useResource(`rules ${area.id}`, () => api.settlementRules(area.id))
  if (!data) return null
  const finality = finalityOf(month, today, data, area.timeZone)
  return <span className={styles.of}>{textOf(finality)}</span>
}

function textOf(finality: ReturnType<typeof finalityOf>): string {
  if (finality.state === 'running') return t.finality.running
  if (finality.state === 'final') return t.finality.final
  return finality.until ? t.finality.until(format.date(finality.until)) : t.finality.open
}
