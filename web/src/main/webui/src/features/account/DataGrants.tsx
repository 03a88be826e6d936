import { useState } from 'react'
import { Button } from '../../components/Button'
import { Skeleton } from '../../components/Skeleton'
import { type Area, api, type DataGrant, type Session } from '../../lib/api'
import { useMarketNow } from '../../lib/clock'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'
import { grantState } from './grantState'
import { NewGrant } from './NewGrant'

/** Who may read a home's meter, what for, and what they have read. */
export function DataGrants({ home }: { home: Session['homes'][number] }) {
  const participant = home.participantId
  const areas = useResource('areas', api.areas).data
  const area = areas?.find(({ id }) => id === home.areaId) ?? areas?.[0] ?? null
  const { data, error, reload } = useResource(`grants ${participant}`, () => api.dataGrants(participant))
  const [adding, setAdding] = useState(false)
  if (!data || !area)
    return error ? (
      <p className={styles.failure} role="alert">
        {t.you.failed}
      </p>
    ) : (
      <Skeleton height={80} />
    )
  const added = () => {
    setAdding(false)
    reload()
  }
  return (
    <>
      {data.length === 0 && <p className={styles.told}>{t.consents.dataNone}</p>}
      <ul className={styles.list} data-testid="data-grants">
        {data.map((grant) => (
          <Grant key={grant.id} grant={grant} participant={participant} area={area} onEnded={reload} />
        ))}
      </ul>
      {adding ? (
        <NewGrant participant={participant} area={area} onAdded={added} onLeft={() => setAdding(false)} />
      ) : (
        <Button className={styles.act} onClick={() => setAdding(true)}>
          {t.consents.grant}
        </Button>
      )}
    </>
  )
}

interface GrantProps {
  grant: DataGrant
  participant: number
  area: Area
  onEnded: () => void
}

function Grant({ grant, participant, area, onEnded }: GrantProps) {
  const now = useMarketNow(60_000)
  const [shown, setShown] = useState(false)
  const { busy, otherThan, send } = useSend()
  const state = grantState(grant, now?.at ?? null)
  const mayEnd = state === 'HOLDS' || state === 'ASKED'
  return (
    <li className={styles.entry}>
      <div className={styles.grant}>
        <div className={styles.what}>
          <p className={styles.name}>
            {grant.grantee}
            <span className={styles.chip}>{t.consents.state[state]}</span>
          </p>
          <p className={styles.detail}>
            {t.consents.what(grant.purpose, t.consents.resolution[grant.resolution])}
          </p>
          <p className={styles.detail}>{terms(grant, area)}</p>
        </div>
        <div className={styles.grantActs}>
          <Button
            onClick={() => setShown(!shown)}
            aria-expanded={shown}
            aria-label={t.consents.accessesOf(grant.grantee)}
          >
            {t.consents.accesses}
          </Button>
          {mayEnd && (
            <Button
              disabled={busy}
              onClick={() => send(() => api.endGrant(participant, grant.id), onEnded)}
              aria-label={t.consents.endOf(grant.grantee)}
            >
              {t.consents.end}
            </Button>
          )}
        </div>
      </div>
      {otherThan() && (
        <p className={styles.failure} role="alert">
          {otherThan()}
        </p>
      )}
      {shown && <Accesses participant={participant} grant={grant.id} area={area} />}
    </li>
  )
}

function terms(grant: DataGrant, area: Area): string {
  const until = format.momentAt(grant.expiresAt, area.timeZone)
  if (format.amountSign(grant.pricePerDay) === 0) return t.consents.free(until)
  return t.consents.priced(
    until,
    format.money(grant.pricePerDay, area.currency),
    grant.paidDays,
    format.money(grant.paid, area.currency),
  )
}

function Accesses({ participant, grant, area }: { participant: number; grant: number; area: Area }) {
  const { data, error } = useResource(`accesses ${grant}`, () => api.dataAccesses(participant, grant))
  if (!data) return error ? <p className={styles.failure}>{t.you.failed}</p> : <Skeleton height={40} />
  if (data.length === 0) return <p className={styles.accesses}>{t.consents.accessesNone}</p>
  return (
    <ul className={styles.accesses}>
      {data.map((access) => (
        <li key={`${access.readAt} ${access.firstDay}`}>
          {t.consents.access(
            format.momentAt(access.readAt, area.timeZone),
            format.date(access.firstDay),
            format.date(format.shiftDate(access.endDay, -1)),
            access.daysRead,
          )}
        </li>
      ))}
    </ul>
  )
}
