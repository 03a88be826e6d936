import { Card } from '../../components/Card'
import { type Area, api } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './Billing.module.css'
import { Downloads } from './Downloads'
import { FinalityNote } from './FinalityNote'
import { monthsTo } from './months'

const MONTHS = 6

interface StatementsProps {
  area: Area
  participantId: number
  /** Local date. */
  today: string
  /** The month that runs now. */
  month: string
}

/** Where every kWh of a month, or of the year, came from and went to. */
export function Statements({ area, participantId, today, month }: StatementsProps) {
  const year = month.slice(0, 4)
  const periods = [
    ...monthsTo(month, MONTHS).map((one, back) => ({
      name: one,
      text: back === 0 ? t.billing.soFar(format.month(one)) : format.month(one),
    })),
    { name: year, text: t.billing.year(year) },
  ]
  return (
    <Card slot="second" title={t.billing.statements} note={t.billing.statementsNote}>
      <ul className={styles.periods} data-testid="statements">
        {periods.map(({ name, text }) => (
          <li key={name} className={styles.period}>
            <span>
              {text} {name !== year && <FinalityNote area={area} month={name} today={today} />}
            </span>
            <Downloads
              name={t.billing.statementOf(text)}
              pdf={api.statementFile(participantId, name, 'pdf')}
              csv={api.statementFile(participantId, name, 'csv')}
            />
          </li>
        ))}
      </ul>
    </Card>
  )
}
