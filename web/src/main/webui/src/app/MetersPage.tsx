import { useState } from 'react'
import { Button } from '../components/Button'
import { Notice } from '../components/Notice'
import { type Alarm, AlarmList } from '../features/meters/AlarmList'
import { alarmGroups } from '../features/meters/alarms'
import { api } from '../lib/api'
import * as format from '../lib/format'
import { t } from '../lib/messages'
import { useResource } from '../lib/resource'
import { Link } from '../lib/router'
import type { Site } from './App'
import { useConsole } from './DeskDoor'
import styles from './Page.module.css'
import { PageHead } from './PageHead'

const REFRESH_MILLIS = 10_000
const MOST = 100
const MOST_SEEN = 1000

/** What an operator of meters should look at. */
export default function MetersPage({ site: { area, homes } }: { site: Site }) {
  const { data, error, reload } = useResource('alarms', () => api.alarms(MOST), REFRESH_MILLIS)
  useConsole()
  const acknowledged = useResource(
    data ? 'acknowledgements' : null,
    () => api.acknowledgements(MOST_SEEN),
    REFRESH_MILLIS,
  )
  const [failed, setFailed] = useState(false)
  const seen = new Map(
    acknowledged.data?.map((one) => [
      one.alarm,
      t.alarmDesk.by(one.by, format.momentAt(one.at, area.timeZone)),
    ]),
  )
  const onSeen = (alarm: Alarm) => {
    setFailed(false)
    api.acknowledge(alarm.id, '').then(acknowledged.reload, () => setFailed(true))
  }
  const groups = data ? alarmGroups(data, homes, area.timeZone) : []
  const alarms = groups.flatMap((group) => group.alarms)
  const unseen = alarms.filter((alarm) => !seen.has(alarm.id)).length
  const denied = error !== null && (error.status === 401 || error.status === 403)
  return (
    <>
      <PageHead area={area} sentence={sentence(data !== null, denied, alarms.length, unseen)} />
      {denied && (
        <Notice
          title={t.meters.operatorsDetail}
          act={<Link href="/sign-in?next=/meters">{t.meters.login}</Link>}
        />
      )}
      {error && !denied && !data && (
        <Notice title={t.failure.title} act={<Button onClick={reload}>{t.failure.retry}</Button>}>
          {error.message || t.failure.detail}
        </Notice>
      )}
      {failed && <Notice title={t.alarmDesk.failed} />}
      <div className={styles.stack} data-testid="alarms">
        {groups.map((group) => (
          <AlarmList key={group.title} {...group} seen={seen} onSeen={onSeen} />
        ))}
      </div>
    </>
  )
}

function sentence(known: boolean, denied: boolean, all: number, unseen: number): string {
  if (denied) return t.meters.operators
  if (!known) return t.meters.waiting
  if (all === 0) return t.meters.allWell
  return unseen === 0
    ? t.alarmDesk.allSeen(format.count(all), all === 1)
    : t.alarmDesk.unseen(format.count(unseen), unseen === 1)
}
