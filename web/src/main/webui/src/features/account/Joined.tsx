import { CircleCheck, CircleDashed } from 'lucide-react'
import { Button } from '../../components/Button'
import { type Area, api, type Home } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { Link } from '../../lib/router'
import { loadSession } from '../../lib/session'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'
import { firstTrade } from './firstTrade'

const REFRESH_MILLIS = 3_000
const MOST_ACTS = 100

/** The second question for somebody who is signed in: whether to join with this account. */
export function JoinSignedIn({ code, login, onDone }: { code: string; login: string; onDone: () => void }) {
  const { busy, error, otherThan, send } = useSend()
  const join = () =>
    send(
      () => api.joinHome(code),
      () => {
        loadSession()
        onDone()
      },
    )
  return (
    <>
      <p className={styles.told}>{t.join.asYou(login)}</p>
      {error && (
        <p className={styles.failure} role="alert">
          {error.status === 401 ? t.join.refused : otherThan()}
        </p>
      )}
      <Button kind="primary" className={styles.act} onClick={join} disabled={busy}>
        {busy ? t.join.joining : t.join.act}
      </Button>
    </>
  )
}

interface JoinedProps {
  area: Area
  home: Home
  /** Market time of joining. */
  since: number
  /** Whether an address waits for its confirmation. */
  mailed: boolean
}

/** The waiting room: what is done, what is still to come, and the first sale as it comes. */
export function Joined({ area, home, since, mailed }: JoinedProps) {
  const point = home.meteringPointId
  const acts = useResource(`acts ${point}`, () => api.strategyActs(point, MOST_ACTS), REFRESH_MILLIS)
  const strategy = useResource(`strategy ${point}`, () => api.strategy(point), REFRESH_MILLIS)
  const { busy, otherThan, send } = useSend()
  const sells = home.solarWp > 0
  const sale = firstTrade(acts.data ?? [], since, sells)
  const heard = (acts.data ?? []).some((act) => Date.parse(act.at) >= since)
  const now = strategy.data
  const resume = () =>
    now &&
    send(() => api.putStrategy(point, { ...now.wish, paused: false, version: now.version }), strategy.reload)
  return (
    <>
      <p className={styles.moment} role="status" data-testid="first-sale">
        {sale
          ? t.join.sold(
              sells,
              format.energyTraded(sale.tradedWh),
              format.quarter(Date.parse(sale.interval), area.intervalMinutes, area.timeZone),
              format.price(sale.limitMicro, area.currency),
            )
          : t.join.waiting(sells)}
      </p>
      <ul className={styles.steps}>
        <Step done={true}>{t.join.isMember(home.name)}</Step>
        {mailed && <Step done={false}>{t.join.confirmMail}</Step>}
        <Step done={heard}>{t.join.firstOrder}</Step>
        <Step done={sale !== null}>{t.join.firstSale(sells)}</Step>
      </ul>
      {now?.wish.paused && (
        <p className={styles.told}>
          {t.strategy.pausedTitle}{' '}
          <Button disabled={busy} onClick={resume}>
            {t.strategy.resume}
          </Button>
        </p>
      )}
      {(otherThan() || (acts.error && !acts.data)) && (
        <p className={styles.failure} role="alert">
          {otherThan() ?? t.strategy.actsFailed}
        </p>
      )}
      <Link href={`/home/${home.participantId}`}>{t.join.seeHome}</Link>
    </>
  )
}

function Step({ done, children }: { done: boolean; children: string }) {
  const Icon = done ? CircleCheck : CircleDashed
  return (
    <li className={styles.step} data-open={done ? undefined : ''}>
      <Icon size={18} aria-hidden="true" />
      {children}
    </li>
  )
}
