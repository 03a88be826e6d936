import { useState } from 'react'
import { Card } from '../components/Card'
import { Sentence } from '../components/Sentence'
import { JoinAccount } from '../features/account/JoinAccount'
import { JoinCode } from '../features/account/JoinCode'
import { Joined, JoinSignedIn } from '../features/account/Joined'
import type { PairedHome, Session } from '../lib/api'
import { t } from '../lib/messages'
import { Link } from '../lib/router'
import styles from './Page.module.css'

/** From the pairing code to one's home, one question at a time. */
export default function JoinPage({ session }: { session: Session }) {
  const [found, setFound] = useState<{ code: string; home: PairedHome } | null>(null)
  const [joined, setJoined] = useState(false)
  // Joining signs in, so who was signed in before it decides which question comes second.
  const [before] = useState(session.login)
  const step = joined ? 3 : found ? 2 : 1
  return (
    <div className={styles.narrow}>
      <header className={styles.head}>
        <Sentence text={sentence(step, found?.home)} />
      </header>
      <Card title={t.join.steps[step - 1] ?? ''} note={t.join.step(step)}>
        {step === 1 && <JoinCode onFound={(code, home) => setFound({ code, home })} />}
        {step === 2 && found && !before && <JoinAccount code={found.code} onDone={() => setJoined(true)} />}
        {step === 2 && found && before && (
          <JoinSignedIn code={found.code} login={before} onDone={() => setJoined(true)} />
        )}
        {step === 3 && found && <Joined session={session} home={found.home} mailed={!before} />}
      </Card>
      {step === 1 && !before && (
        <p className={styles.beside}>
          {t.join.haveAccount} <Link href="/sign-in?next=/join">{t.signIn.act}</Link>
        </p>
      )}
    </div>
  )
}

function sentence(step: number, home: PairedHome | undefined): string {
  if (!home) return t.join.sentence
  return step === 3 ? t.join.welcome(home.name) : t.join.found(home.name, home.area)
}
