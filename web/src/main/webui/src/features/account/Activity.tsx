import { useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Skeleton } from '../../components/Skeleton'
import { type AccountEvent, api } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './Account.module.css'

const SHOWN = 6

/** What happened with the account, so that nothing happens with it unseen. */
export function Activity({ login }: { login: string }) {
  const { data, error } = useResource('events', api.events)
  const [all, setAll] = useState(false)
  return (
    <Card title={t.you.activity} note={t.you.activityNote}>
      {!data && !error && <Skeleton height={160} />}
      {error && !data && (
        <p className={styles.failure} role="alert">
          {t.you.failed}
        </p>
      )}
      {data?.length === 0 && <p className={styles.detail}>{t.you.activityEmpty}</p>}
      <ul className={styles.list} data-testid="activity">
        {(all ? data : data?.slice(0, SHOWN))?.map((event) => (
          <Row key={event.id} event={event} login={login} />
        ))}
      </ul>
      {data && data.length > SHOWN && (
        <Button className={styles.act} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t.settlements.fewer : t.settlements.all}
        </Button>
      )}
    </Card>
  )
}

function Row({ event, login }: { event: AccountEvent; login: string }) {
  const when = format.moment(Date.parse(event.at))
  const by = event.by === login ? '' : event.by
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p className={styles.name}>
          {t.you.event[event.kind]}
          {event.detail && <span className={styles.chip}>{event.detail}</span>}
        </p>
        <p className={styles.detail}>{t.you.happened(when, event.address, by)}</p>
      </div>
    </li>
  )
}
