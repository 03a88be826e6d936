import { useState } from 'react'
import { Button } from '../../components/Button'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import { ApiError, type Area, api, type Setpoint } from '../../lib/api'
import { marketNow } from '../../lib/clock'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import type { Resource } from '../../lib/resource'
import styles from './Command.module.css'
import { byText, inForce, whatText } from './order'

/** What a battery was ordered, by whom, and what became of it. */
export function Sent({ area, data, error, reload }: Resource<Setpoint[]> & { area: Area }) {
  const [failure, setFailure] = useState<string | null>(null)
  const now = marketNow()?.at ?? Date.now()
  const holds = data ? inForce(data, now) : null
  const takeBack = (id: number) => {
    setFailure(null)
    api
      .revokeSetpoint(id)
      .then(reload, (reason: unknown) =>
        setFailure((reason instanceof ApiError && reason.message) || t.failure.detail),
      )
  }
  return (
    <section className={styles.sent} aria-label={t.command.sent}>
      <h3 className={styles.heading}>{t.command.sent}</h3>
      <p className={styles.soft}>{t.command.sentNote}</p>
      {!data && !error && <Skeleton height={160} />}
      {!data && error && <Empty>{error.message || t.failure.detail}</Empty>}
      {data?.length === 0 && <Empty>{t.command.nothingSent}</Empty>}
      {data && data.length > 0 && (
        <table className={`${table.table} ${table.folding} ${styles.table}`} data-testid="setpoints">
          <caption className="visually-hidden">{t.command.sent}</caption>
          <thead>
            <tr>
              <th scope="col">{t.command.what}</th>
              <th scope="col">{t.command.by}</th>
              <th scope="col">{t.command.state}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => {
              const at = format.time(Date.parse(one.issuedAt), area.timeZone)
              return (
                <tr key={one.id} data-state={one.state}>
                  <th scope="row">
                    {t.command.until(
                      whatText(one, now),
                      format.time(Date.parse(one.expiresAt), area.timeZone),
                    )}
                  </th>
                  <td>{t.desk.by(byText(one.issuedBy), at)}</td>
                  <td className={one.state === 'REFUSED' ? styles.bad : table.soft}>
                    {becameText(one, now)}
                    {one.id === holds?.id && one.issuedBy !== 'balancer' && (
                      <Button
                        className={styles.takeBack}
                        aria-label={t.command.takeBackOf(at)}
                        onClick={() => takeBack(one.id)}
                      >
                        {t.command.takeBack}
                      </Button>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
    </section>
  )
}

/** The command's state, and of the step that is due what the device did. */
function becameText(one: Setpoint, now: number): string {
  const step =
    one.steps.find((each) => Date.parse(each.from) <= now && now < Date.parse(each.until)) ??
    one.steps.findLast((each) => each.state !== null)
  const reason = one.reason ?? step?.reason
  const parts = [
    // What was taken back or replaced is over: the reason says more than the state.
    one.state === 'ENDED' && reason ? null : t.command.states[one.state],
    one.state === 'ACCEPTED' && step?.state && t.command.stepStates[step.state],
    step?.appliedWatts != null && t.command.applied(format.power(step.appliedWatts)),
    reason && (t.command.reasons[reason] ?? reason),
  ]
  return parts.filter(Boolean).join(', ')
}
