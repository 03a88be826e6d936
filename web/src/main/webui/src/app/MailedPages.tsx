import { Button } from '../components/Button'
import { Card } from '../components/Card'
import { Sentence } from '../components/Sentence'
import { Forgotten, NewPassword } from '../features/account/NewPassword'
import { api } from '../lib/api'
import { t } from '../lib/messages'
import { Link } from '../lib/router'
import { useSend } from '../lib/useSend'
import styles from './Page.module.css'

/** What the links in mails lead to; their codes stand after the `#`, which browsers send to nobody. */
export default function MailedPage({ path }: { path: string }) {
  const code = location.hash.slice(1)
  if (path === '/verify') return <VerifyPage code={code} />
  const fresh = path === '/new-password' && code !== ''
  return (
    <div className={styles.narrow}>
      <header className={styles.head}>
        <Sentence text={fresh ? t.reset.sentence : t.reset.forgotten} />
      </header>
      <Card title={t.reset.title}>{fresh ? <NewPassword code={code} /> : <Forgotten />}</Card>
    </div>
  )
}

function VerifyPage({ code }: { code: string }) {
  const { busy, done, error, send } = useSend()
  const text = done ? t.verify.done : error ? t.verify.failed : t.verify.ask
  return (
    <div className={styles.narrow} role="status">
      <header className={styles.head}>
        <Sentence text={text} />
      </header>
      {/* By a click: programs that look through mails open links, and so do people by mistake. */}
      {!done && !error && (
        <Button disabled={busy} onClick={() => send(() => api.verifyEmail(code))}>
          {t.verify.confirm}
        </Button>
      )}
      <p>
        {error && `${t.verify.retry} `}
        {(done || error) && <Link href="/you">{t.verify.act}</Link>}
      </p>
    </div>
  )
}
