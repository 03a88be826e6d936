import { Sentence } from '../components/Sentence'
import { News } from '../features/notifications/News'
import { Link } from '../lib/router'
import { useUnread } from '../lib/unread'
import { newsWords } from '../lib/words/news'
import styles from './Page.module.css'

/** What one was told. */
export default function NotificationsPage() {
  const unread = useUnread()
  return (
    <>
      <header className={styles.head}>
        <Sentence text={newsWords().headline(unread)} />
      </header>
      <News />
      <p className={styles.foot}>
        <Link href="/you#notifications" className={styles.act}>
          {newsWords().settingsLink}
        </Link>
      </p>
    </>
  )
}
