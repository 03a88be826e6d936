import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import table from '../../components/table.module.css'
import { t } from '../../lib/messages'
import styles from './AlarmList.module.css'

/** 1 is a red square, 2 an amber triangle, 3 a ring: shape, number and colour say the same. */
export type Priority = 1 | 2 | 3

/** One line of a list; `where` and `at` are ready for people, `point` is the metering point's id. */
export interface Alarm {
  /** By which the market keeps who looked at it. */
  id: string
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
  priority: Priority
  alarms: readonly Alarm[]
  /** Who looked at an alarm and when, in words. */
  seen: ReadonlyMap<string, string>
  onSeen: (alarm: Alarm) => void
}

/** What is to be looked at, of one kind. */
export function AlarmList({ title, note, priority, alarms, seen, onSeen }: AlarmListProps) {
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
            <th scope="col">{t.alarmDesk.seen}</th>
          </tr>
        </thead>
        <tbody>
          {alarms.map((alarm) => (
            <tr key={alarm.key} data-seen={seen.has(alarm.id)}>
              <th scope="row" className={styles.what}>
                <span className={styles.mark} data-priority={priority}>
                  <span className="visually-hidden">{t.alarmDesk.priorities[priority]}: </span>
                  <span aria-hidden="true">{priority}</span>
                </span>
                {alarm.what}
              </th>
              <td title={alarm.point}>{alarm.where}</td>
              <td className={styles.at}>{alarm.at}</td>
              <td className={`${table.soft} ${styles.detail}`}>{alarm.detail}</td>
              <td className={table.soft}>
                {seen.get(alarm.id) ?? (
                  <Button
                    aria-label={t.alarmDesk.acknowledgeOf(alarm.what, alarm.where)}
                    onClick={() => onSeen(alarm)}
                  >
                    {t.alarmDesk.acknowledge}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
