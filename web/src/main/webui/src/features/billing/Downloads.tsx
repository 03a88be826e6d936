import { t } from '../../lib/messages'
import styles from './Billing.module.css'

/** The same on paper and as a table for other programs. */
export function Downloads({ name, pdf, csv }: { name: string; pdf: string; csv: string }) {
  return (
    <span className={styles.downloads}>
      <a className={styles.file} href={pdf} download={`${name}.pdf`} aria-label={t.billing.file(name, 'PDF')}>
        PDF
      </a>
      <a className={styles.file} href={csv} download={`${name}.csv`} aria-label={t.billing.file(name, 'CSV')}>
        CSV
      </a>
    </span>
  )
}
