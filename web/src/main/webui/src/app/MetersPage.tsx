import { Button } from '../components/Button'
import { Notice } from '../components/Notice'
import { AlarmList } from '../features/meters/AlarmList'
import { alarmGroups } from '../features/meters/alarms'
import { api } from '../lib/api'
import * as format from '../lib/format'
import { t } from '../lib/messages'
import { useResource } from '../lib/resource'
import { Link } from '../lib/router'
import type { Site } from './App'
import styles from './Page.module.css'
import { PageHead } from './PageHead'

const REFRESH_MILLIS = 10_000
const MOST = 100

/** What an operator of meters should look at. */
export default function MetersPage({ site: { area, homes } }: { site: Site }) {
  const { data, error, reload } = useResource('alarms', () => api.alarms(MOST), REFRESH_MILLIS)
  const groups = data ? alarmGroups(data, homes, area.timeZone) : []
  const all = groups.reduce((sum, group) => sum + group.alarms.length, 0)
  const denied = error !== null && (error.status === 401 || error.status === 403)
  return (
    <>
      <PageHead area={area} sentence={sentence(data !== null, denied, all)} />
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
      <div className={styles.stack} data-testid="alarms">
        {groups.map((group) => (
          <AlarmList key={group.title} {...group} />
        ))}
      </div>
    </>
  )
}

function sentence(known: boolean, denied: boolean, all: number): string {
  if (denied) return t.meters.operators
  if (!known) return t.meters.waiting
  return all === 0 ? t.meters.allWell : t.meters.toLook(format.count(all), all === 1)
}
