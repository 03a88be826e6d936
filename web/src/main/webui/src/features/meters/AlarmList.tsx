import { Card } from '../../components/Card'
import table from '../../components/table.module.css'
import { t } from '../../lib/messages'
import styles from './AlarmList.module.css'

/** One line of a list; `where` and `at` are ready for people, `point` is the metering point's id. */
export interface Alarm {
  key: string
  what: string
  where: string
  point: string
  at: string
  detail: string
}

interface AlarmListProps {
  title: string
  note: string
  alarms: readonly Alarm[]
}

/** What is to be looked at, of one kind. */
export function AlarmList({ title, note, alarms }: AlarmListProps) {
  return (
    <Card title={title} note={note}>
      <table className={`${table.table} ${table.folding} ${styles.table}`}>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t.meters.what}</th>
            <th scope="col">{t.meters.where}</th>
            <th scope="col">{t.meters.since}</th>
            <th scope="col">{t.meters.detail}</th>
          </tr>
        </thead>
        <tbody>
          {alarms.map((alarm) => (
            <tr key={alarm.key}>
              <th scope="row" className={styles.what}>
                {alarm.what}
              </th>
              <td title={alarm.point}>{alarm.where}</td>
              <td className={styles.at}>{alarm.at}</td>
              <td className={`${table.soft} ${styles.detail}`}>{alarm.detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
