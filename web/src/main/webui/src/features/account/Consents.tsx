import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Skeleton } from '../../components/Skeleton'
import { api, type Session } from '../../lib/api'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'
import { DataGrants } from './DataGrants'

/** What a home lets others do beyond trade and bills: steer its devices, and read its meter. */
export function Consents({ home }: { home: Session['homes'][number] }) {
  const points = useResource('points', api.meteringPoints)
  const point = points.data?.find((one) => one.participantId === home.participantId)?.id ?? null
  return (
    <Card title={t.consents.title(home.name)} note={t.consents.note}>
      <h3 className={styles.part}>{t.consents.control}</h3>
      {point && <Control point={point} />}
      {!points.data && !points.error && <Skeleton height={60} />}
      {points.error && !points.data && <Failed />}
      <h3 className={styles.part}>{t.consents.data}</h3>
      <DataGrants home={home} />
    </Card>
  )
}

const Failed = () => (
  <p className={styles.failure} role="alert">
    {t.you.failed}
  </p>
)

function Control({ point }: { point: string }) {
  const { data, error, reload } = useResource(`control ${point}`, () => api.controlConsent(point))
  const { busy, otherThan, send } = useSend()
  if (!data) return error ? <Failed /> : <Skeleton height={60} />
  const set = () => send(() => api.setControlConsent(point, !data.granted), reload)
  return (
    <div data-testid="control-consent">
      <p className={styles.told}>{data.granted ? t.consents.controlGiven : t.consents.controlNone}</p>
      {otherThan() && (
        <p className={styles.failure} role="alert">
          {otherThan()}
        </p>
      )}
      <Button className={styles.act} onClick={set} disabled={busy}>
        {data.granted ? t.consents.controlEnd : t.consents.controlAllow}
      </Button>
    </div>
  )
}
