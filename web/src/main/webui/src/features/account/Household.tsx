import { useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Skeleton } from '../../components/Skeleton'
import { api, type Person, type Session } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { loadSession } from '../../lib/session'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'

/** The people of one home, and a code for one more. */
export function Household({ home }: { home: Session['homes'][number] }) {
  const id = home.participantId
  const { data, error, reload } = useResource(`people ${id}`, () => api.people(id))
  const { busy, otherThan, send } = useSend()
  const [code, setCode] = useState<{ code: string; expiresAt: string } | null>(null)
  const letOut = (person: Person) => send(() => api.letOut(id, person.id), person.self ? loadSession : reload)
  const draw = () => send(() => api.drawPairingCode(id).then(setCode))
  return (
    <Card title={t.you.people(home.name)} note={t.you.peopleNote}>
      {!data && !error && <Skeleton height={48} />}
      <ul className={styles.list} data-testid="people">
        {data?.map((person) => (
          <li key={person.id} className={styles.row}>
            <p className={styles.name}>
              {person.name}
              {person.self && <span className={styles.chip}>{t.you.yourself}</span>}
            </p>
            {!person.self && (
              <Button onClick={() => letOut(person)} disabled={busy} aria-label={t.you.letOutOf(person.name)}>
                {t.you.letOut}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {code && (
        <p className={styles.told} role="status">
          {t.you.codeFor} <b className={styles.code}>{code.code}</b>{' '}
          {t.you.codeUntil(format.moment(Date.parse(code.expiresAt)))}
        </p>
      )}
      {(otherThan() || (error && !data)) && (
        <p className={styles.failure} role="alert">
          {otherThan() ?? t.you.failed}
        </p>
      )}
      <Button onClick={draw} disabled={busy} className={styles.act}>
        {t.you.invite}
      </Button>
    </Card>
  )
}
