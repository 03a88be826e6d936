import { useId } from 'react'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import type { Area, Home, MarketEventKind } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import styles from './Events.module.css'

/** What is looked for; empty is all. */
export interface Wanted {
  date: string
  /** Start of a quarter hour. */
  interval: string
  participantId: string
  kind: string
}

interface SearchProps {
  area: Area
  homes: readonly Home[]
  wanted: Wanted
  /** Starts of the day's quarter hours. */
  starts: readonly string[]
  onChange: (wanted: Wanted) => void
}

/** Which events to show. */
export function Search({ area, homes, wanted, starts, onChange }: SearchProps) {
  const set = (part: Partial<Wanted>) => onChange({ ...wanted, ...part })
  return (
    <Card title={t.events.search}>
      <div className={styles.search}>
        <Field
          label={t.events.date}
          type="date"
          required
          value={wanted.date}
          onChange={(event) => event.target.value && set({ date: event.target.value, interval: '' })}
        />
        <Choice
          label={t.events.interval}
          value={wanted.interval}
          all={t.events.wholeDay}
          options={starts.map((start) => [
            start,
            format.quarter(Date.parse(start), area.intervalMinutes, area.timeZone),
          ])}
          onChange={(interval) => set({ interval })}
        />
        <Choice
          label={t.events.participant}
          value={wanted.participantId}
          all={t.events.everybody}
          options={homes.map((home) => [String(home.participantId), home.name])}
          onChange={(participantId) => set({ participantId })}
        />
        <Choice
          label={t.events.kind}
          value={wanted.kind}
          all={t.events.everything}
          options={(Object.keys(t.events.kinds) as MarketEventKind[]).map((kind) => [
            kind,
            t.events.kinds[kind],
          ])}
          onChange={(kind) => set({ kind })}
        />
      </div>
    </Card>
  )
}

interface ChoiceProps {
  label: string
  value: string
  all: string
  options: readonly (readonly [value: string, text: string])[]
  onChange: (value: string) => void
}

function Choice({ label, value, all, options, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{all}</option>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
