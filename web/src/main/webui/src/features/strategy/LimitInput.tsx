import { useId } from 'react'
import type { Area } from '../../lib/api'
import * as format from '../../lib/format'
import styles from './Strategy.module.css'

const MICRO_PER_MINOR = 10_000

interface LimitInputProps {
  label: string
  /** Words of the choice not to trade this side at all. */
  never: string
  micro: number | null
  lowest: number
  highest: number
  area: Area
  onChange: (micro: number | null) => void
}

/** A price by slider or as typed, kept within its bounds; or none. */
export function LimitInput({ label, never, micro, lowest, highest, area, onChange }: LimitInputProps) {
  const id = useId()
  const shown = micro ?? lowest
  const set = (value: number) => {
    const onTick = Math.round(value / area.tickMicro) * area.tickMicro
    if (Number.isFinite(onTick)) onChange(Math.min(highest, Math.max(lowest, onTick)))
  }
  return (
    <div className={styles.limit}>
      <label htmlFor={id}>{label}</label>
      <span className={styles.typed}>
        <input
          type="number"
          aria-label={label}
          key={shown}
          defaultValue={shown / MICRO_PER_MINOR}
          min={lowest / MICRO_PER_MINOR}
          max={highest / MICRO_PER_MINOR}
          step={area.tickMicro / MICRO_PER_MINOR}
          disabled={micro === null}
          onBlur={(event) => set(event.target.valueAsNumber * MICRO_PER_MINOR)}
        />
        {format.minorUnit(area.currency)}
      </span>
      <input
        id={id}
        className={styles.range}
        type="range"
        min={lowest}
        max={highest}
        step={area.tickMicro}
        value={shown}
        disabled={micro === null}
        aria-valuetext={format.price(shown, area.currency)}
        onChange={(event) => set(event.target.valueAsNumber)}
      />
      <label className={styles.never}>
        <input
          type="checkbox"
          checked={micro === null}
          onChange={(event) => onChange(event.target.checked ? null : lowest)}
        />
        {never}
      </label>
    </div>
  )
}
