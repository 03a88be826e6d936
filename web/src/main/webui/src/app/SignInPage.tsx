import { Card } from '../components/Card'
import { LanguageChoice } from '../components/LanguageChoice'
import { Sentence } from '../components/Sentence'
import { PasskeySignIn } from '../features/account/PasskeySignIn'
import { ProviderSignIn } from '../features/account/Provider'
import { SignIn } from '../features/account/SignIn'
import { t } from '../lib/messages'
import { Link, navigate } from '../lib/router'
import styles from './Page.module.css'

interface SignInPageProps {
  /** Path to go on to. */
  next: string
  /** Whether there is something to see without signing in. */
  openReads: boolean
}

export default function SignInPage({ next, openReads }: SignInPageProps) {
  return (
    <div className={styles.narrow}>
      <header className={styles.head}>
        <Sentence text={t.signIn.sentence} />
      </header>
      <Card title={t.signIn.title}>
        <SignIn onDone={() => navigate(next)} />
        <PasskeySignIn onDone={() => navigate(next)} />
        <ProviderSignIn />
      </Card>
      <p className={styles.beside}>
        <Link href="/forgot">{t.signIn.forgot}</Link>
      </p>
      <p className={styles.beside}>
        <Link href="/join">{t.signIn.join}</Link>
      </p>
      {openReads && (
        <p className={styles.beside}>
          <Link href="/">{t.signIn.lookOn}</Link>
        </p>
      )}
      <div className={styles.foot}>
        <LanguageChoice />
      </div>
    </div>
  )
}
