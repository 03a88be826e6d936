import { useId } from 'react'
import { Button } from '../../components/Button'
import { Field } from '../../components/Field'
import type { Area, DayOfWeek, Home, TariffKind, ZoneDistance } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { DAYS, isOfMember, microOf, type PriceLine } from './sheet'
import styles from './Tariffs.module.css'

interface PriceFieldsProps {
  number: number
  line: PriceLine
  area: Area
  homes: readonly Home[]
  /** Whether to say what is missing. */
  tried: boolean
  onChange: (line: PriceLine) => void
  onRemove: (() => void) | undefined
}

/** One price of a sheet while it is written. */
export function PriceFields({ number, line, area, homes, tried, onChange, onRemove }: PriceFieldsProps) {
  const set = (part: Partial<PriceLine>) => onChange({ ...line, ...part })
  const toggle = (day: DayOfWeek) => {
    const days = DAYS.filter((one) => line.days.includes(one) !== (one === day))
    if (days.length > 0) set({ days })
  }
  const { kinds, distances } = t.tariffs
  return (
    <fieldset className={styles.line}>
      <legend className={styles.legend}>{t.tariffs.priceNumber(format.count(number))}</legend>
      <Choice
        label={t.tariffs.kind}
        value={line.kind}
        options={Object.entries(kinds)}
        onChange={(kind) => set({ kind: kind as TariffKind })}
      />
      {isOfMember(line.kind) && (
        <Choice
          label={t.tariffs.forWhom}
          value={line.participantId}
          options={[
            ['', t.tariffs.everyHome],
            ...homes.map((home): [string, string] => [String(home.participantId), home.name]),
          ]}
          onChange={(participantId) => set({ participantId })}
        />
      )}
      {line.kind === 'GRID_FEE' && (
        <Choice
          label={t.tariffs.distance}
          value={line.distance}
          options={Object.entries(distances)}
          onChange={(distance) => set({ distance: distance as ZoneDistance })}
        />
      )}
      <Field
        label={t.tariffs.microOf(format.minorUnit(area.currency))}
        inputMode="decimal"
        required
        value={line.typed}
        fault={tried && microOf(line.typed) === null ? t.tariffs.badPrice : null}
        onChange={(event) => set({ typed: event.target.value })}
      />
      <Field
        label={t.tariffs.name}
        required
        maxLength={200}
        value={line.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <Field
        label={t.tariffs.hoursFrom}
        type="time"
        step={900}
        value={line.from}
        onChange={(event) => set({ from: event.target.value || '00:00' })}
      />
      <Field
        label={t.tariffs.hoursUntil}
        type="time"
        step={900}
        value={line.until}
        onChange={(event) => set({ until: event.target.value || '00:00' })}
      />
      <fieldset className={styles.days} aria-label={t.tariffs.days}>
        {DAYS.map((day) => (
          <label key={day} className={styles.day}>
            <input type="checkbox" checked={line.days.includes(day)} onChange={() => toggle(day)} />
            <span>{t.tariffs.dayNames[day]}</span>
          </label>
        ))}
      </fieldset>
      {onRemove && (
        <Button onClick={onRemove} aria-label={t.tariffs.removePrice(format.count(number))}>
          {t.tariffs.remove}
        </Button>
      )}
    </fieldset>
  )
}

interface ChoiceProps {
  label: string
  value: string
  options: readonly (readonly [value: string, text: string])[]
  onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={styles.input}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
