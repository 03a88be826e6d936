import styles from './Swatch.module.css'

export type EnergyKind = 'solar' | 'battery' | 'neighbours' | 'grid' | 'unsettled'

/** The colour of a counterpart, the grid hatched. */
export function Swatch({ kind }: { kind: EnergyKind }) {
  return <span className={styles.swatch} data-kind={kind} aria-hidden="true" />
}

/** A bar divided in proportion to its parts; decoration beside the same figures in text. */
export function MixBar({
  parts,
  width,
}: {
  parts: readonly { kind: EnergyKind; value: number }[]
  width?: number
}) {
  const shown = parts.filter((part) => part.value > 0)
  return (
    <span className={styles.mix} style={width ? { width } : undefined} aria-hidden="true">
      {shown.map((part) => (
        <span
          key={part.kind}
          className={styles.part}
          data-kind={part.kind}
          style={{ flexGrow: part.value }}
        />
      ))}
    </span>
  )
}
