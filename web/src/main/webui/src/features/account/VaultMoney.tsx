import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import { Skeleton } from '../../components/Skeleton'
import { api, type Session, type VaultAccount } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { proofOf } from '../../lib/passkey'
import { useResource } from '../../lib/resource'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'
import { Presence } from './Presence'

const REFRESH_MILLIS = 15_000
const SHOWN = 5

/** What a home has in the vault, and the way to take it out. */
export function VaultMoney({ home }: { home: Session['homes'][number] }) {
  const id = home.participantId
  const areas = useResource('areas', api.areas)
  const currency = (areas.data?.find(({ id: one }) => one === home.areaId) ?? areas.data?.[0])?.currency
  const { data, error, reload } = useResource(`vault ${id}`, () => api.vaultAccount(id), REFRESH_MILLIS)
  const failed = error ?? areas.error
  const known = data && currency
  return (
    <Card title={t.vault.title(home.name)} note={data?.playMoney ? t.vault.playMoney : t.vault.custody}>
      {!known && !failed && <Skeleton height={250} />}
      {failed && !known && (
        <p className={styles.failure} role="alert">
          {t.you.failed}
        </p>
      )}
      {known && (
        <div data-testid="vault">
          <dl className={styles.facts}>
            <dt>{t.vault.cash}</dt>
            <dd>{format.money(data.cash, currency)}</dd>
            <dt>{t.vault.account}</dt>
            <dd>{data.address}</dd>
            {data.deposits[0] && (
              <>
                <dt>{t.vault.lastDeposit}</dt>
                <dd>{format.money(data.deposits[0].amount, currency)}</dd>
              </>
            )}
            {data.payoutAddress && (
              <>
                <dt>{t.vault.paidTo}</dt>
                <dd>{data.payoutAddress}</dd>
              </>
            )}
          </dl>
          <Withdrawals account={data} currency={currency} after={reload} />
          {data.payableFrom && <TakeOutFrom from={data.payableFrom} account={data} after={reload} />}
          <PayoutAddress account={data} after={reload} />
        </div>
      )}
    </Card>
  )
}

interface Asking {
  account: VaultAccount
  after: () => void
}

function Withdrawals({ account, after, currency }: Asking & { currency: string }) {
  const { busy, otherThan, send } = useSend()
  return (
    <>
      <ul className={styles.list}>
        {account.withdrawals.slice(0, SHOWN).map((one) => (
          <li key={one.id} className={styles.row}>
            <p className={styles.name}>
              {format.money(one.paid ?? one.amount, currency)}
              <span className={styles.chip}>{t.vault.state[one.state]}</span>
            </p>
            <p className={styles.told}>
              {one.state === 'WAITING' && one.readyAt
                ? t.vault.readyAt(format.moment(Date.parse(one.readyAt)))
                : (one.reason ?? format.moment(Date.parse(one.requestedAt)))}
            </p>
            {(one.state === 'REQUESTED' || one.state === 'WAITING') && (
              <Button
                type="button"
                disabled={busy}
                aria-label={t.vault.callOffOf(format.money(one.amount, currency))}
                onClick={() => send(() => api.callOff(account.participantId, one.id), after)}
              >
                {t.vault.callOff}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {otherThan() && (
        <p className={styles.failure} role="alert">
          {otherThan()}
        </p>
      )}
    </>
  )
}

/** Nothing is paid to an address that was named just now. */
function TakeOutFrom({ from, account, after }: Asking & { from: string }) {
  const payableFrom = Date.parse(from)
  if (payableFrom > Date.now()) {
    return <p className={styles.told}>{t.vault.payableFrom(format.moment(payableFrom))}</p>
  }
  return <TakeOut account={account} after={after} />
}

function TakeOut({ account, after }: Asking) {
  const [amount, setAmount] = useState('')
  const [password, setPassword] = useState('')
  const { busy, faultOf, otherThan, send } = useSend()
  const ask = (event: FormEvent) => {
    event.preventDefault()
    send(
      async () =>
        api.takeOut(account.participantId, amount.trim().replace(',', '.'), await proofOf(password)),
      () => {
        setAmount('')
        setPassword('')
        after()
      },
    )
  }
  return (
    <form className={styles.form} onSubmit={ask} aria-busy={busy}>
      <Field
        label={t.vault.amount}
        note={t.vault.amountNote}
        inputMode="decimal"
        value={amount}
        onChange={(event) => setAmount(event.target.value)}
        required={true}
        maxLength={24}
        fault={otherThan('password')}
      />
      <Presence password={password} onChange={setPassword} fault={faultOf('password')} />
      <Button type="submit" disabled={busy || amount.trim() === ''}>
        {t.vault.takeOut}
      </Button>
    </form>
  )
}

/** Two steps: the wallet's address gives the text, its signature under it names the address. */
function PayoutAddress({ account, after }: Asking) {
  const [address, setAddress] = useState('')
  const [text, setText] = useState<string | null>(null)
  const [signature, setSignature] = useState('')
  const [password, setPassword] = useState('')
  const { busy, faultOf, otherThan, send } = useSend()
  const go = (event: FormEvent) => {
    event.preventDefault()
    if (text === null) {
      send(() => api.payoutText(account.participantId, address.trim()).then((found) => setText(found.text)))
      return
    }
    send(
      async () =>
        api.setPayoutAddress(
          account.participantId,
          address.trim(),
          signature.trim(),
          await proofOf(password),
        ),
      () => {
        setText(null)
        setPassword('')
        setSignature('')
        setAddress('')
        after()
      },
    )
  }
  return (
    <form className={styles.form} onSubmit={go} aria-busy={busy}>
      <Field
        label={account.payoutAddress ? t.vault.otherAddress : t.vault.address}
        note={t.vault.addressNote}
        value={address}
        onChange={(event) => {
          setAddress(event.target.value)
          setText(null)
        }}
        required={true}
        maxLength={42}
        spellCheck={false}
        autoComplete="off"
        fault={text === null ? otherThan() : null}
      />
      {text !== null && (
        <>
          <p className={styles.told}>
            {t.vault.sign} <b className={styles.signed}>{text}</b>
          </p>
          <Field
            label={t.vault.signature}
            value={signature}
            onChange={(event) => setSignature(event.target.value)}
            required={true}
            maxLength={132}
            spellCheck={false}
            autoComplete="off"
            fault={otherThan('password')}
          />
          <Presence password={password} onChange={setPassword} fault={faultOf('password')} />
        </>
      )}
      <Button type="submit" disabled={busy || address.trim() === ''}>
        {text === null ? t.vault.next : t.vault.name}
      </Button>
    </form>
  )
}
