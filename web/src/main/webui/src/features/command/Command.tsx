import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import { Empty } from '../../components/Notice'
import { Segmented } from '../../components/Segmented'
import { ApiError, type Area, api, type Home, type Setpoint } from '../../lib/api'
import { marketNow } from '../../lib/clock'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './Command.module.css'
import { type Act, byText, inForce, keepOf, orderOf, type Typed, wattsOf, whatText } from './order'
import { Sent } from './Sent'

const REFRESH_MILLIS = 2_000
const SHOWN = 8
const MINUTES = [15, 30, 60, 120]
const FIRST: Typed = { act: 'CHARGE', kilowatts: '1.0', minutes: 30, keepPercent: '20' }

interface CommandProps {
  area: Area
  homes: readonly Home[]
  /** Whether nothing is heard of the market, so that nothing may be ordered. */
  stale: boolean
}

/** Tells one battery what to do for a while, and shows what became of that. */
export function Command({ area, homes, stale }: CommandProps) {
  const batteries = homes.filter((home) => home.batteryWh > 0)
  const [chosen, setChosen] = useState('')
  const home = batteries.find((one) => one.meteringPointId === chosen) ?? batteries[0]
  const sent = useResource(
    home ? `setpoints ${home.meteringPointId}` : null,
    () => api.setpoints(home?.meteringPointId ?? '', SHOWN),
    REFRESH_MILLIS,
  )
  return (
    <Card title={t.command.title} note={t.command.note}>
      {!home && <Empty>{t.command.none}</Empty>}
      {home && (
        <div className={styles.columns}>
          <div className={styles.form}>
            <label className={styles.choice}>
              <span>{t.command.home}</span>
              <select value={home.meteringPointId} onChange={(event) => setChosen(event.target.value)}>
                {batteries.map((one) => (
                  <option key={one.meteringPointId} value={one.meteringPointId}>
                    {one.name}
                  </option>
                ))}
              </select>
            </label>
            <Order
              key={home.meteringPointId}
              area={area}
              home={home}
              stale={stale}
              known={sent.data ?? []}
              reload={sent.reload}
            />
          </div>
          <Sent area={area} {...sent} />
        </div>
      )}
    </Card>
  )
}

interface OrderProps extends Omit<CommandProps, 'homes'> {
  home: Home
  /** Newest first. */
  known: readonly Setpoint[]
  reload: () => void
}

/** Typed, then looked at, then sent. */
function Order({ area, home, stale, known, reload }: OrderProps) {
  const [typed, setTyped] = useState(FIRST)
  const [step, setStep] = useState<'typing' | 'looking' | 'busy'>('typing')
  const [tried, setTried] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const set = (part: Partial<Typed>) => setTyped({ ...typed, ...part })
  const orderNow = () => orderOf(typed, home.meteringPointId, marketNow()?.at ?? Date.now())
  const look = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    setFailure(null)
    if (orderNow()) setStep('looking')
  }
  const send = () => {
    const order = orderNow()
    if (!order) return
    setStep('busy')
    api
      .sendSetpoint(order)
      .then(reload, (reason: unknown) =>
        setFailure((reason instanceof ApiError && reason.message) || t.failure.detail),
      )
      .finally(() => setStep('typing'))
  }
  return (
    <form className={styles.form} onSubmit={look} data-testid="command">
      <fieldset className={styles.fields} disabled={step !== 'typing' || stale}>
        <Segmented
          label={t.command.act}
          options={(Object.keys(t.command.acts) as Act[]).map((value) => ({
            value,
            text: t.command.acts[value],
          }))}
          value={typed.act}
          onChange={(value) => set({ act: value as Act })}
        />
        <div className={styles.row}>
          {typed.act !== 'IDLE' && (
            <Field
              label={t.command.watts}
              inputMode="decimal"
              value={typed.kilowatts}
              fault={tried && wattsOf(typed.kilowatts) === null ? t.command.badWatts : null}
              onChange={(event) => set({ kilowatts: event.target.value })}
            />
          )}
          <label className={styles.choice}>
            <span>{t.command.minutes}</span>
            <select value={typed.minutes} onChange={(event) => set({ minutes: Number(event.target.value) })}>
              {MINUTES.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {format.span(minutes)}
                </option>
              ))}
            </select>
          </label>
          {typed.act === 'DISCHARGE' && (
            <Field
              label={t.command.keep}
              inputMode="numeric"
              value={typed.keepPercent}
              fault={tried && keepOf(typed.keepPercent) === null ? t.command.badKeep : null}
              onChange={(event) => set({ keepPercent: event.target.value })}
            />
          )}
        </div>
        {step === 'typing' && (
          <Button type="submit" className={styles.act}>
            {t.command.preview}
          </Button>
        )}
      </fieldset>
      {step !== 'typing' && (
        <div className={styles.preview} data-testid="command-preview">
          <Preview area={area} home={home} typed={typed} known={known} />
          <div className={styles.acts}>
            <Button kind="primary" disabled={step === 'busy' || stale} onClick={send}>
              {t.command.send}
            </Button>
            <Button disabled={step === 'busy'} onClick={() => setStep('typing')}>
              {t.command.not}
            </Button>
          </div>
        </div>
      )}
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
    </form>
  )
}

/** What the order will do, and what it takes the place of. */
function Preview({
  area,
  home,
  typed,
  known,
}: Pick<OrderProps, 'area' | 'home' | 'known'> & { typed: Typed }) {
  const now = marketNow()?.at ?? Date.now()
  const until = format.time(now + typed.minutes * 60_000, area.timeZone)
  const power = format.power(wattsOf(typed.kilowatts))
  const keep = format.share((keepOf(typed.keepPercent) ?? 0) / 1000)
  const { effects } = t.command
  const does =
    typed.act === 'IDLE'
      ? effects.IDLE
      : typed.act === 'CHARGE'
        ? effects.CHARGE(power)
        : effects.DISCHARGE(power, keep)
  const before = inForce(known, now)
  return (
    <>
      <p className={styles.effect}>{t.command.effect(home.name, does, until)}</p>
      <p className={styles.soft}>
        {before
          ? t.command.overridden(
              byText(before.issuedBy),
              whatText(before, now),
              format.time(Date.parse(before.expiresAt), area.timeZone),
            )
          : t.command.nothingInForce}
      </p>
    </>
  )
}
