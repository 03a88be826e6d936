import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Field } from '../../components/Field'
import { Segmented } from '../../components/Segmented'
import { type Area, api, type GrantResolution } from '../../lib/api'
import { marketNow } from '../../lib/clock'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'

const USUAL_DAYS = 365

interface NewGrantProps {
  participant: number
  area: Area
  onAdded: () => void
  onLeft: () => void
}

/** Asks who may read what for what, until when and at which price. */
export function NewGrant({ participant, area, onAdded, onLeft }: NewGrantProps) {
  const [today] = useState(() => format.isoDate(marketNow()?.at ?? Date.now(), area.timeZone))
  const [grantee, setGrantee] = useState('')
  const [purpose, setPurpose] = useState('')
  const [resolution, setResolution] = useState<GrantResolution>('DAY')
  const [until, setUntil] = useState(format.shiftDate(today, USUAL_DAYS))
  const [price, setPrice] = useState('')
  const { busy, faultOf, otherThan, send } = useSend()
  const grant = (event: FormEvent) => {
    event.preventDefault()
    send(
      () =>
        api.grantData(participant, {
          grantee: grantee.trim(),
          purpose: purpose.trim(),
          resolution,
          pricePerDay: price.trim().replace(',', '.') || '0',
          expiresAt: endOf(until, area),
        }),
      onAdded,
    )
  }
  const beside = otherThan('grantee', 'purpose', 'pricePerDay', 'expiresAt')
  return (
    <form className={styles.form} onSubmit={grant} aria-busy={busy}>
      <Field
        label={t.consents.grantee}
        note={t.consents.granteeNote}
        value={grantee}
        onChange={(event) => setGrantee(event.target.value)}
        required={true}
        maxLength={254}
        autoComplete="off"
        fault={faultOf('grantee') && t.consents.granteeUnknown}
      />
      <Field
        label={t.consents.purpose}
        value={purpose}
        onChange={(event) => setPurpose(event.target.value)}
        required={true}
        maxLength={200}
        fault={faultOf('purpose')}
      />
      <Segmented
        label={t.consents.finely}
        options={(['DAY', 'INTERVAL'] as const).map((value) => ({
          value,
          text: t.consents.resolution[value],
        }))}
        value={resolution}
        onChange={(value) => setResolution(value as GrantResolution)}
      />
      <Field
        label={t.consents.until}
        type="date"
        min={today}
        value={until}
        onChange={(event) => setUntil(event.target.value)}
        required={true}
        fault={faultOf('expiresAt')}
      />
      <Field
        label={t.consents.price(area.currency)}
        note={t.consents.priceNote}
        inputMode="decimal"
        pattern="\d{1,5}([.,]\d{1,9})?"
        value={price}
        onChange={(event) => setPrice(event.target.value)}
        maxLength={15}
        fault={faultOf('pricePerDay')}
      />
      {beside && (
        <p className={styles.failure} role="alert">
          {beside}
        </p>
      )}
      <div className={styles.acts}>
        <Button kind="primary" type="submit" disabled={busy}>
          {t.consents.act}
        </Button>
        <Button onClick={onLeft}>{t.consents.leave}</Button>
      </div>
    </form>
  )
}

/** The end of a local day as an instant. */
const endOf = (date: string, area: Area): string =>
  format.quartersOf(format.shiftDate(date, 1), area.intervalMinutes, area.timeZone)[0] ?? date
