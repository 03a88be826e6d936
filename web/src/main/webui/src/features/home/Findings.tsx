import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { checkText } from '../../components/checks'
import table from '../../components/table.module.css'
import { ApiError, api, type Finding, type Home, type Objection } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './Findings.module.css'

const SHOWN = 4
const REFRESH_MILLIS = 30_000

/** What checks found at the home's meters, and its member's say on each; nothing if all is well. */
export function Findings({ home, timeZone }: { home: Home; timeZone: string }) {
  const point = home.meteringPointId
  const [all, setAll] = useState(false)
  const found = useResource(`findings ${point}`, () => api.findings(point), REFRESH_MILLIS)
  const objections = useResource(`objections ${point}`, () => api.objections(point), REFRESH_MILLIS)
  const newest = [...(found.data ?? [])].reverse()
  if (newest.length === 0) return null
  const contested = (finding: Finding) =>
    objections.data?.find(
      (one) =>
        one.check === finding.check && one.channel === finding.channel && one.interval === finding.interval,
    )
  return (
    <Card slot="last" title={t.findings.title} note={t.findings.note}>
      <ul className={styles.list} data-testid="findings">
        {(all ? newest : newest.slice(0, SHOWN)).map((finding) => (
          <Row
            key={`${finding.interval} ${finding.channel} ${finding.check}`}
            finding={finding}
            objection={contested(finding)}
            timeZone={timeZone}
            onSent={objections.reload}
          />
        ))}
      </ul>
      {newest.length > SHOWN && (
        <Button className={table.more} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t.settlements.fewer : t.settlements.all}
        </Button>
      )}
    </Card>
  )
}

interface RowProps {
  finding: Finding
  objection: Objection | undefined
  timeZone: string
  onSent: () => void
}

function Row({ finding, objection, timeZone, onSent }: RowProps) {
  const [writing, setWriting] = useState(false)
  const at = Date.parse(finding.interval)
  const when = t.findings.at(format.day(at, timeZone), format.time(at, timeZone))
  const open = !objection && !finding.withdrawnAt
  return (
    <li>
      <div className={styles.line}>
        <div className={styles.what}>
          <p className={styles.check}>{checkText(finding.check)}</p>
          <p className={styles.detail}>
            {t.findings.channels[finding.channel]} · {when} · {finding.detail}
          </p>
        </div>
        {open && !writing && <Button onClick={() => setWriting(true)}>{t.findings.contest}</Button>}
        {!open && <span className={styles.state}>{state(finding, objection)}</span>}
      </div>
      {objection?.answer && <p className={styles.answer}>{t.findings.answered(objection.answer)}</p>}
      {open && writing && <Contest finding={finding} onCancel={() => setWriting(false)} onSent={onSent} />}
    </li>
  )
}

function state(finding: Finding, objection: Objection | undefined): string {
  if (finding.withdrawnAt || objection?.upheld) return t.findings.upheld
  return objection?.upheld === false ? t.findings.refused : t.findings.contested
}

function Contest({
  finding,
  onCancel,
  onSent,
}: {
  finding: Finding
  onCancel: () => void
  onSent: () => void
}) {
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const id = useId()
  const send = (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    api.contest(finding, text.trim()).then(onSent, (reason: unknown) => {
      setSending(false)
      setFailure((reason instanceof ApiError && reason.message) || t.findings.failed)
    })
  }
  return (
    <form className={styles.form} onSubmit={send}>
      <label htmlFor={id}>{t.findings.why}</label>
      <textarea
        id={id}
        rows={3}
        maxLength={1000}
        required={true}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <div className={styles.acts}>
        <Button type="submit" disabled={sending || text.trim() === ''}>
          {t.findings.send}
        </Button>
        <Button onClick={onCancel}>{t.findings.cancel}</Button>
      </div>
    </form>
  )
}
