import { type ReactNode, useId } from 'react'
import styles from './Card.module.css'

interface CardProps {
  title: string
  note?: ReactNode
  /** Sits at the right end of the title line. */
  aside?: ReactNode
  /** Children reach the card's edges. */
  bleed?: boolean
  /** Where the card stands when the columns fold into one. */
  slot?: 'first' | 'second' | 'third' | 'half' | 'last'
  children: ReactNode
}

export function Card({ title, note, aside, bleed = false, slot, children }: CardProps) {
  const id = useId()
  return (
    <section
      className={[styles.card, bleed && styles.bleed].filter(Boolean).join(' ')}
      aria-labelledby={id}
      data-slot={slot}
    >
      <header className={styles.header}>
        <div className={styles.titles}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          {note && <p className={styles.note}>{note}</p>}
        </div>
        {aside && <div className={styles.aside}>{aside}</div>}
      </header>
      {children}
    </section>
  )
}
