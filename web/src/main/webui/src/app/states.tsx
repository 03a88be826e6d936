import { Button } from '../components/Button'
import { Notice } from '../components/Notice'
import { Heading, Sentence } from '../components/Sentence'
import { Skeleton } from '../components/Skeleton'
import { t } from '../lib/messages'
import styles from './Page.module.css'

/** The market cannot be reached and nothing was loaded before. */
export function Failure({ retry }: { retry: () => void }) {
  return (
    <>
      <header className={styles.head}>
        <Sentence text={t.failure.title} />
      </header>
      <Notice title={t.failure.safe} act={<Button onClick={retry}>{t.failure.retry}</Button>}>
        {t.failure.detail}
      </Notice>
    </>
  )
}

/** Blocks where the page will be, and its sentence if that is known before all else. */
export function Waiting({ path, sentence }: { path: string; sentence?: string | undefined }) {
  const main = path.startsWith('/home/') ? 560 : 480
  return (
    <div role="status" aria-label={t.fresh.waiting}>
      <h1 className="visually-hidden">{t.fresh.waiting}</h1>
      {sentence ? (
        <header className={styles.head}>
          <Heading text={sentence} />
        </header>
      ) : (
        <div className={styles.loadingHead}>
          <Skeleton height={20} width={280} />
          <Skeleton height={36} width={620} />
        </div>
      )}
      <div className={styles.loadingCard}>
        <Skeleton height={74} />
      </div>
      <div className={styles.columns}>
        <div className={styles.loadingCard}>
          <Skeleton height={main} />
        </div>
        <div className={styles.loadingCard}>
          <Skeleton height={main} />
        </div>
      </div>
    </div>
  )
}
