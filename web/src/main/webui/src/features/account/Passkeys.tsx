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
import styles from './Account.module.css'
import { browserName } from './browserName'
import { useSend } from './useSend'

/** The passkeys that one signs in with, and one more. */
export function Passkeys({ session }: { session: Session }) {
  const { data, error, reload } = useResource('passkeys', api.passkeys)
  const { busy, done, otherThan, send } = useSend()
  const works = passkeysWork(session)
  return (
    <Card title={t.passkeys.title} note={t.passkeys.note}>
      {!data && !error && <Skeleton height={120} />}
      {data?.length === 0 && <p className={styles.empty}>{t.passkeys.none}</p>}
      <ul className={styles.list} data-testid="passkeys">
        {data?.map((passkey) => (
          <Row
            key={passkey.id}
            passkey={passkey}
            busy={busy}
            onRemove={() => send(() => api.removePasskey(passkey.id), reload)}
          />
        ))}
      </ul>
      {(otherThan() || (error && !data)) && (
        <p className={styles.failure} role="alert">
          {otherThan() ?? t.you.failed}
        </p>
      )}
      <p className={styles.said} role="status">
        {done ? t.passkeys.removed : ''}
      </p>
      {works ? (
        <Add session={session} onAdded={reload} />
      ) : (
        <p className={styles.detail}>{t.passkeys.notHere}</p>
      )}
    </Card>
  )
}

function Row({ passkey, busy, onRemove }: { passkey: Passkey; busy: boolean; onRemove: () => void }) {
  const added = format.moment(Date.parse(passkey.createdAt))
  const used = passkey.lastUsedAt && format.moment(Date.parse(passkey.lastUsedAt))
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p className={styles.name}>{passkey.name}</p>
        <p className={styles.detail}>{used ? t.passkeys.used(added, used) : t.passkeys.unused(added)}</p>
      </div>
      <Button onClick={onRemove} disabled={busy} aria-label={t.passkeys.removeOf(passkey.name)}>
        {t.passkeys.remove}
      </Button>
    </li>
  )
}

function suggestedName(): string {
  const { name, system } = browserName(navigator.userAgent)
  return name ? t.you.browser(name, system) : ''
}

function Add({ session, onAdded }: { session: Session; onAdded: () => void }) {
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
      {session.hasPassword && (
        <Field
          label={t.you.current}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          required={true}
          maxLength={200}
          fault={faultOf('password')}
        />
      )}
      {otherThan('name', ...(session.hasPassword ? ['password'] : [])) && (
        <p className={styles.failure} role="alert">
          {otherThan('name')}
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
