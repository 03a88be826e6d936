import { Notice } from '../components/Notice'
import { Sentence } from '../components/Sentence'
import { t } from '../lib/messages'
import { Link } from '../lib/router'
import styles from './Page.module.css'

export function NotFoundPage({ text }: { text: string }) {
  return (
    <>
      <header className={styles.head}>
        <Sentence text={text} />
      </header>
      <Notice title={t.app.name} act={<Link href="/">{t.app.notFoundAct}</Link>} />
    </>
  )
}
