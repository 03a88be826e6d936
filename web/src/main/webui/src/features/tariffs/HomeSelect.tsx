import { useId } from 'react'
import type { Home } from '../../lib/api'
import styles from './Tariffs.module.css'

interface HomeSelectProps {
  label: string
  homes: readonly Home[]
  value: number
  onChange: (participantId: number) => void
}

/** One of the homes. */
export function HomeSelect({ label, homes, value, onChange }: HomeSelectProps) {
  const id = useId()
  return (
    <span className={styles.chooser}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={styles.input}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        {homes.map((home) => (
          <option key={home.participantId} value={home.participantId}>
            {home.name}
          </option>
        ))}
      </select>
    </span>
  )
}
