import { useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import { api, type StaffRead } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { staffReadsWords } from '../../lib/words/staffReads'
import styles from './Account.module.css'

interface StaffReadsProps {
  home: { participantId: number; name: string }
}

/** Who of those who run the market read a home's values; asked for when somebody wants to know. */
export function StaffReads({ home }: StaffReadsProps) {
  const [shown, setShown] = useState(false)
  return (
    <Card title={staffReadsWords().title(home.name)} note={staffReadsWords().note}>
      <Button className={styles.act} aria-expanded={shown} onClick={() => setShown(!shown)}>
        {shown ? staffReadsWords().hide : staffReadsWords().show}
      </Button>
      {shown && <List participant={home.participantId} />}
    </Card>
  )
}

function List({ participant }: { participant: number }) {
  const { data, error } = useResource(`staff reads ${participant}`, () => api.staffReads(participant))
  if (!data)
    return error ? (
      <p className={styles.failure} role="alert">
        {t.you.failed}
      </p>
    ) : (
      <Skeleton height={80} />
    )
  if (data.length === 0) return <p className={styles.told}>{staffReadsWords().none}</p>
  return (
    <table className={`${table.table} ${table.folding}`} data-testid="staff-reads">
      <caption className="visually-hidden">{staffReadsWords().note}</caption>
      <thead>
        <tr>
          <th scope="col">{staffReadsWords().who}</th>
          <th scope="col">{staffReadsWords().what}</th>
          <th scope="col">{staffReadsWords().when}</th>
        </tr>
      </thead>
      <tbody>
        {data.map((read) => (
          <Line key={`${read.reader} ${read.kind} ${read.day}`} read={read} />
        ))}
      </tbody>
    </table>
  )
}

function Line({ read }: { read: StaffRead }) {
  return (
    <tr>
      <td data-label={staffReadsWords().who}>{staffReadsWords().by(read.reader, read.role)}</td>
      <td data-label={staffReadsWords().what}>{staffReadsWords().kind[read.kind]}</td>
      <td data-label={staffReadsWords().when}>
        {staffReadsWords().times(format.moment(Date.parse(read.lastAt)), read.reads)}
      </td>
    </tr>
  )
}
