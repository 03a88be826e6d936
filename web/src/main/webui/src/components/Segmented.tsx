import { useId } from 'react'
import styles from './Segmented.module.css'

interface SegmentedProps {
  label: string
  options: readonly { value: string; text: string }[]
  value: string
  onChange: (value: string) => void
}

/** Two to four choices of which one holds. */
export function Segmented({ label, options, value, onChange }: SegmentedProps) {
  const name = useId()
  return (
    <fieldset className={styles.group}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.text}</span>
        </label>
      ))}
    </fieldset>
  )
}
