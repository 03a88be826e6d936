import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Field } from '../../components/Field'
import { api, type PairedHome } from '../../lib/api'
import { t } from '../../lib/messages'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'

/** The first question: the pairing code. */
export function JoinCode({ onFound }: { onFound: (code: string, home: PairedHome) => void }) {
  const [code, setCode] = useState('')
  const { busy, error, otherThan, send } = useSend()
  const look = (event: FormEvent) => {
    event.preventDefault()
    send(() => api.checkPairingCode(code).then((home) => onFound(code, home)))
  }
  return (
    <form className={styles.form} onSubmit={look} aria-busy={busy}>
      <Field
        label={t.join.code}
        note={t.join.codeNote}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        placeholder="7K2M-90QX-B4TD"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        required={true}
        maxLength={20}
        fault={error?.status === 401 ? t.join.refused : otherThan()}
      />
      <Button kind="primary" type="submit" disabled={busy}>
        {t.join.next}
      </Button>
    </form>
  )
}
