import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import { Segmented } from '../../components/Segmented'
import { ApiError, type Area, api, type Home, type IslandAnswer, type OutageKind } from '../../lib/api'
import { t } from '../../lib/messages'
import { Outcome } from './Outcome'
import styles from './Rehearsal.module.css'

const KINDS: readonly OutageKind[] = ['UNPLANNED', 'PLANNED', 'BLACK_START']
const QUARTER_SECONDS = 900

const FIRST = { from: '18:00', until: '06:00', critical: '20', hours: '2', start: '0' }

/** Asks how hours without the grid would go with the homes as they are now. */
export function Rehearsal({ area, homes }: { area: Area; homes: readonly Home[] }) {
  const [asked, setAsked] = useState(FIRST)
  const [kind, setKind] = useState<OutageKind>('UNPLANNED')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<IslandAnswer | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const set = (name: keyof typeof FIRST) => ({
    value: asked[name],
    onChange: (event: { target: { value: string } }) => setAsked({ ...asked, [name]: event.target.value }),
    required: true,
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    const critical = Math.round(10 * Number(asked.critical))
    api
      .rehearse(area.id, {
        from: asked.from,
        until: asked.until,
        kind,
        criticalPermille: critical,
        importantPermille: Math.round((1000 - critical) / 2),
        criticalHours: Number(asked.hours),
        blackStartWh: Math.round(1000 * Number(asked.start)),
      })
      .then(
        (found) => {
          setBusy(false)
          setAnswer(found)
        },
        (reason: unknown) => {
          setBusy(false)
          setAnswer(null)
          setError(reason instanceof ApiError ? reason : new ApiError(0, ''))
        },
      )
  }
  const faultOf = (field: string) => (error?.field === field ? error.message : null)
  const isOfField = error?.field && ['from', 'until', 'criticalHours', 'blackStartWh'].includes(error.field)
  return (
    <Card title={t.island.title} note={t.island.note}>
      <form className={styles.form} onSubmit={send} aria-busy={busy} data-testid="rehearsal-form">
        <Segmented
          label={t.island.kind}
          options={KINDS.map((value) => ({ value, text: t.island.kinds[value] }))}
          value={kind}
          onChange={(value) => setKind(value as OutageKind)}
        />
        <div className={styles.fields}>
          <Field
            label={t.island.from}
            type="time"
            step={QUARTER_SECONDS}
            {...set('from')}
            fault={faultOf('from')}
          />
          <Field
            label={t.island.until}
            type="time"
            step={QUARTER_SECONDS}
            {...set('until')}
            fault={faultOf('until')}
          />
          <Field label={t.island.critical} type="number" min={0} max={100} {...set('critical')} />
          <Field
            label={t.island.hours}
            type="number"
            min={0}
            max={48}
            {...set('hours')}
            fault={faultOf('criticalHours')}
          />
          <Field
            label={t.island.start}
            type="number"
            min={0}
            step={0.1}
            {...set('start')}
            fault={faultOf('blackStartWh')}
          />
        </div>
        {error && !isOfField && (
          <p className={styles.failure} role="alert">
            {error.message || t.island.failed}
          </p>
        )}
        <Button type="submit" disabled={busy}>
          {busy ? t.island.busy : t.island.act}
        </Button>
      </form>
      <div role="status" aria-live="polite">
        {answer && <Outcome area={area} homes={homes} answer={answer} />}
      </div>
    </Card>
  )
}
