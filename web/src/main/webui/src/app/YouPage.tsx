import { Card } from '../components/Card'
import { LanguageChoice } from '../components/LanguageChoice'
import { Sentence } from '../components/Sentence'
import { Activity } from '../features/account/Activity'
import { Consents } from '../features/account/Consents'
import { Email } from '../features/account/Email'
import { Household } from '../features/account/Household'
import { MyData } from '../features/account/MyData'
import { Passkeys } from '../features/account/Passkeys'
import { Password } from '../features/account/Password'
import { Profile } from '../features/account/Profile'
import { Provider } from '../features/account/Provider'
import { Sessions } from '../features/account/Sessions'
import { StaffReads } from '../features/account/StaffReads'
import { VaultMoney } from '../features/account/VaultMoney'
import { HowToReach } from '../features/notifications/HowToReach'
import type { Session } from '../lib/api'
import { t } from '../lib/messages'
import styles from './Page.module.css'

/** One's own account. */
export default function YouPage({ session }: { session: Session }) {
  return (
    <>
      <header className={styles.head}>
        <Sentence text={t.you.hello(session.name ?? '')} />
      </header>
      <div className={`${styles.even} ${styles.top}`}>
        <div className={styles.stack}>
          <Profile session={session} />
          <Email />
          <Password login={session.login ?? ''} />
          <Provider session={session} />
          {session.homes.map((home) => (
            <Consents key={home.participantId} home={home} />
          ))}
          <HowToReach session={session} />
          <MyData session={session} />
          <Card title={t.app.language}>
            <div className={styles.choice}>
              <LanguageChoice />
            </div>
          </Card>
        </div>
        <div className={styles.stack}>
          {session.homes.map((home) => (
            <Household key={home.participantId} home={home} />
          ))}
          <Passkeys session={session} />
          {session.homes.map((home) => (
            <VaultMoney key={home.participantId} home={home} />
          ))}
          {session.homes.map((home) => (
            <StaffReads key={home.participantId} home={home} />
          ))}
          <Sessions />
          <Activity login={session.login ?? ''} />
        </div>
      </div>
    </>
  )
}
