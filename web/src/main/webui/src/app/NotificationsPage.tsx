import { Sentence } from '../components/Sentence'
import { News } from '../features/notifications/News'
import { t } from '../lib/messages'
import { Link } from '../lib/router'
import { useUnread } from '../lib/unread'
import styles from './Page.module.css'

/** What one was told. */
export default function NotificationsPage() {
  const unread = useUnread()
  return (
    <>
      <header className={styles.head}>
        <Sentence text={t.notifications.headline(unread)} />
      </header>
      <News />
      <p className={styles.foot}>
        <Link href="/you#notifications" className={styles.act}>
          {t.notifications.settingsLink}
        </Link>
      </p>
    </>
  )
}
