import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import { ApiError, type Area, api, type Gift, type Home } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { giftWords } from '../../lib/words/gift'
import styles from './Strategy.module.css'

const REFRESH_MILLIS = 15_000
const SHOWN = 4

interface GiftsProps {
  area: Area
  home: Home
  homes: readonly Home[]
  /** Whether the home's automatic trading is. */
  paused: boolean
}

/** What the home gives to a partner first, or is given: both must want it, and either can end it. */
export function Gifts({ area, home, homes, paused }: GiftsProps) {
  const own = home.participantId
  const { data, error, reload } = useResource(`gifts ${own}`, () => api.gifts(own), REFRESH_MILLIS)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const send = (work: Promise<unknown>) => {
    setBusy(true)
    setFailed(null)
    work
      .catch((reason: unknown) => setFailed(whyNot(reason)))
      .then(() => {
        setBusy(false)
        reload()
      })
  }
  const others = homes.filter((one) => one.participantId !== own)
  const gives = data?.some(({ role }) => role === 'GIVER')
  return (
    <Card title={giftWords().title} note={giftWords().note}>
      {!data && !error && <Skeleton height={80} />}
      {!data && error && <Empty>{t.strategy.actsFailed}</Empty>}
      {paused && data?.some(({ state }) => state === 'IN_FORCE') && (
        <p className={styles.why}>{giftWords().goesOn}</p>
      )}
      <ul className={styles.gifts} data-testid="gifts">
        {data?.map((gift) => (
          <Agreed key={gift.id} gift={gift} area={area} own={own} homes={homes} busy={busy} send={send} />
        ))}
      </ul>
      {data && !gives && others.length > 0 && (
        <Offer others={others} busy={busy} offer={(partner) => send(api.offerGift(own, partner))} />
      )}
      {failed && (
        <p className={styles.failure} role="alert">
          {failed}
        </p>
      )}
    </Card>
  )
}

const whyNot = (reason: unknown): string =>
  (reason instanceof ApiError && reason.message) || t.strategy.notDone

function Offer(props: { others: readonly Home[]; busy: boolean; offer: (partner: number) => void }) {
  const { others, busy, offer } = props
  const [partner, setPartner] = useState(others[0]?.participantId ?? 0)
  const go = (event: FormEvent) => {
    event.preventDefault()
    offer(partner)
  }
  return (
    <form className={styles.offer} onSubmit={go}>
      <label>
        {giftWords().to}
        <select value={partner} onChange={(event) => setPartner(Number(event.target.value))}>
          {others.map((one) => (
            <option key={one.participantId} value={one.participantId}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit" disabled={busy}>
        {giftWords().offer}
      </Button>
    </form>
  )
}

interface AgreedProps {
  gift: Gift
  area: Area
  own: number
  homes: readonly Home[]
  busy: boolean
  send: (work: Promise<unknown>) => void
}

function Agreed({ gift, area, own, homes, busy, send }: AgreedProps) {
  const { id, role, state } = gift
  const giving = role === 'GIVER'
  const partner =
    gift.partnerName ??
    homes.find((one) => one.participantId === gift.partnerId)?.name ??
    t.app.neighbour(gift.partnerId)
  const price = (micro: number) => format.price(micro, area.currency)
  return (
    <li className={styles.gift} data-state={state}>
      <p className={styles.name}>{giftWords().between(giving, partner, state)}</p>
      <p className={styles.why}>
        {giving
          ? giftWords().youGet(price(gift.priceMicro))
          : giftWords().youPay(price(gift.allInMicro), price(gift.insteadMicro))}
      </p>
      <div className={styles.giftActs}>
        {state === 'OFFERED' && !giving && (
          <Button kind="primary" disabled={busy} onClick={() => send(api.acceptGift(own, id))}>
            {giftWords().accept}
          </Button>
        )}
        {(state === 'IN_FORCE' || gift.mayResume) && (
          <Button disabled={busy} onClick={() => send(api.pauseGift(own, id, state === 'IN_FORCE'))}>
            {state === 'IN_FORCE' ? giftWords().pause : giftWords().resume}
          </Button>
        )}
        <Button disabled={busy} onClick={() => send(api.endGift(own, id))}>
          {state === 'OFFERED' && !giving ? giftWords().decline : giftWords().end}
        </Button>
      </div>
      {state !== 'OFFERED' && gift.made.length === 0 && <p className={styles.why}>{giftWords().none}</p>}
      {gift.made.slice(0, SHOWN).map((one) => (
        <p key={one.interval} className={styles.why}>
          {giftWords().made(
            giving,
            format.momentAt(one.interval, area.timeZone),
            format.energyTraded(one.energyWh),
            price(one.priceMicro),
          )}
        </p>
      ))}
    </li>
  )
}
