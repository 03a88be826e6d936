import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import { ApiError, type Area, api, type Home, type SheetPrice } from '../../lib/api'
import { t } from '../../lib/messages'
import { PriceFields } from './PriceFields'
import { newLine, type PriceLine, priceOf } from './sheet'
import styles from './Tariffs.module.css'

interface NewSheetProps {
  area: Area
  homes: readonly Home[]
  /** A day on which it may begin. */
  earliest: string
  saved: () => void
}

/** Writes a price sheet; nothing holds until somebody else publishes it. */
export function NewSheet({ area, homes, earliest, saved }: NewSheetProps) {
  const [validFrom, setValidFrom] = useState(earliest)
  const [legalBasis, setLegalBasis] = useState('')
  const [lines, setLines] = useState<readonly PriceLine[]>([newLine(1)])
  const [tried, setTried] = useState(false)
  const [state, setState] = useState<'writing' | 'busy' | 'saved'>('writing')
  const [error, setError] = useState<ApiError | null>(null)
  const change = (line: PriceLine) => {
    setState('writing')
    setLines((all) => all.map((one) => (one.key === line.key ? line : one)))
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    setError(null)
    const prices = lines.map(priceOf).filter((one): one is SheetPrice => one !== null)
    if (prices.length < lines.length) return
    setState('busy')
    api.draftTariffs(area.id, { validFrom, legalBasis: legalBasis.trim(), prices }).then(
      () => {
        setState('saved')
        setTried(false)
        setLines([newLine(1)])
        setLegalBasis('')
        saved()
      },
      (reason: unknown) => {
        setState('writing')
        setError(reason instanceof ApiError ? reason : new ApiError(0, ''))
      },
    )
  }
  const faultOf = (field: string) => (error?.field === field ? error.message : null)
  const other = error && !['validFrom', 'legalBasis'].includes(error.field ?? '')
  return (
    <Card title={t.tariffs.create} note={t.tariffs.createNote}>
      <form className={styles.form} onSubmit={save} aria-label={t.tariffs.create}>
        <div className={styles.pair}>
          <Field
            label={t.tariffs.validFrom}
            type="date"
            required
            value={validFrom}
            fault={faultOf('validFrom')}
            onChange={(event) => setValidFrom(event.target.value)}
          />
          <Field
            label={t.tariffs.legalBasis}
            required
            maxLength={200}
            value={legalBasis}
            fault={faultOf('legalBasis')}
            onChange={(event) => setLegalBasis(event.target.value)}
          />
        </div>
        {lines.map((line, index) => (
          <PriceFields
            key={line.key}
            number={index + 1}
            line={line}
            area={area}
            homes={homes}
            tried={tried}
            onChange={change}
            onRemove={
              lines.length > 1 ? () => setLines(lines.filter((one) => one.key !== line.key)) : undefined
            }
          />
        ))}
        <div className={styles.acts}>
          <Button onClick={() => setLines([...lines, newLine(Math.max(...lines.map((one) => one.key)) + 1)])}>
            {t.tariffs.add}
          </Button>
          <Button kind="primary" type="submit" disabled={state === 'busy'}>
            {t.tariffs.save}
          </Button>
        </div>
        <p role="status" className={styles.soft}>
          {state === 'saved' && t.tariffs.saved}
        </p>
        {other && (
          <p className={styles.failure} role="alert">
            {error.message || t.failure.detail}
          </p>
        )}
      </form>
    </Card>
  )
}
