import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import { Skeleton } from '../../components/Skeleton'
import { api, type Passkey, type Session } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { newPasskey, passkeysWork, proofOf } from '../../lib/passkey'
import { useResource } from '../../lib/resource'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'
import { browserName } from './browserName'
import { Presence } from './Presence'

/** The passkeys that one signs in with, and one more. */
export function Passkeys({ session }: { session: Session }) {
  const { data, error, reload } = useResource('passkeys', api.passkeys)
  const [removed, setRemoved] = useState(false)
  const works = passkeysWork(session)
  return (
    <Card title={t.passkeys.title} note={t.passkeys.note}>
      {!data && !error && <Skeleton height={36} />}
      {data?.length === 0 && <p className={styles.empty}>{t.passkeys.none}</p>}
      <ul className={styles.list} data-testid="passkeys">
        {data?.map((passkey) => (
          <Row
            key={passkey.id}
            passkey={passkey}
            onRemoved={() => {
              setRemoved(true)
              reload()
            }}
          />
        ))}
      </ul>
      {error && !data && (
        <p className={styles.failure} role="alert">
          {t.you.failed}
        </p>
      )}
      <p className={styles.said} role="status">
        {removed ? t.passkeys.removed : ''}
      </p>
      {works ? <Add onAdded={reload} /> : <p className={styles.detail}>{t.passkeys.notHere}</p>}
    </Card>
  )
}

function Row({ passkey, onRemoved }: { passkey: Passkey; onRemoved: () => void }) {
  const [asking, setAsking] = useState(false)
  const added = format.moment(Date.parse(passkey.createdAt))
  const used = passkey.lastUsedAt && format.moment(Date.parse(passkey.lastUsedAt))
  return (
    <li className={styles.entry}>
      <div className={styles.row}>
        <div className={styles.what}>
          <p className={styles.name}>{passkey.name}</p>
          <p className={styles.detail}>{used ? t.passkeys.used(added, used) : t.passkeys.unused(added)}</p>
        </div>
        <Button
          onClick={() => setAsking(!asking)}
          aria-expanded={asking}
          aria-label={t.passkeys.removeOf(passkey.name)}
        >
          {t.passkeys.remove}
        </Button>
      </div>
      {asking && <Remove passkey={passkey} onRemoved={onRemoved} />}
    </li>
  )
}

/** Asks who one is first: an open browser alone is not enough. */
function Remove({ passkey, onRemoved }: { passkey: Passkey; onRemoved: () => void }) {
  const [password, setPassword] = useState('')
  const { busy, faultOf, otherThan, send } = useSend()
  const remove = (event: FormEvent) => {
    event.preventDefault()
    send(async () => api.removePasskey(passkey.id, await proofOf(password)), onRemoved)
  }
  return (
    <form className={styles.confirm} onSubmit={remove} aria-busy={busy}>
      <Presence password={password} onChange={setPassword} fault={faultOf('password')} />
      {otherThan('password') && (
        <p className={styles.failure} role="alert">
          {otherThan('password')}
        </p>
      )}
      <Button type="submit" disabled={busy} className={styles.danger}>
        {t.passkeys.removeForGood}
      </Button>
    </form>
  )
}

function suggestedName(): string {
  const { name, system } = browserName(navigator.userAgent)
  return name ? t.you.browser(name, system) : ''
}

function Add({ onAdded }: { onAdded: () => void }) {
  const [name, setName] = useState(suggestedName)
  const [password, setPassword] = useState('')
  const { busy, done, faultOf, otherThan, send } = useSend()
  const add = (event: FormEvent) => {
    event.preventDefault()
    send(
      async () => {
        const credential = await newPasskey(await proofOf(password))
        await api.addPasskey(name, credential)
      },
      () => {
        setPassword('')
        onAdded()
      },
    )
  }
  return (
    <form className={styles.form} onSubmit={add} aria-busy={busy}>
      <Field
        label={t.passkeys.name}
        note={t.passkeys.nameNote}
        value={name}
        onChange={(event) => setName(event.target.value)}
        required={true}
        maxLength={60}
        fault={faultOf('name')}
      />
      <Presence password={password} onChange={setPassword} fault={faultOf('password')} />
      {otherThan('name', 'password') && (
        <p className={styles.failure} role="alert">
          {otherThan('name', 'password')}
        </p>
      )}
      <Button type="submit" disabled={busy}>
        {busy ? t.passkeys.adding : t.passkeys.add}
      </Button>
      <p className={styles.said} role="status">
        {done ? t.passkeys.added : ''}
      </p>
    </form>
  )
}
