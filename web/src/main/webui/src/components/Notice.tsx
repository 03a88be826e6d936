import type { ReactNode } from 'react'
import styles from './Notice.module.css'

/** What happened, what still works, what to do. */
export function Notice({ title, children, act }: { title: string; children?: ReactNode; act?: ReactNode }) {
  return (
    <div className={styles.notice} role="status">
      <p className={styles.title}>{title}</p>
      {children && <p className={styles.text}>{children}</p>}
      {act && <div className={styles.act}>{act}</div>}
    </div>
  )
}

/** One sentence where a list will be. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className={styles.empty}>{children}</p>
}
