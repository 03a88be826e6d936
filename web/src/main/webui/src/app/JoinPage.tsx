import { useState } from 'react'
import { Button } from '../components/Button'
import { Card } from '../components/Card'
import { Sentence } from '../components/Sentence'
import { Skeleton } from '../components/Skeleton'
import { JoinAccount } from '../features/account/JoinAccount'
import { JoinCode } from '../features/account/JoinCode'
import { Joined, JoinSignedIn } from '../features/account/Joined'
import { JoinStyle } from '../features/account/JoinStyle'
import { type Area, api, type Home, type PairedHome, type Session } from '../lib/api'
import { t } from '../lib/messages'
import { useResource } from '../lib/resource'
import { Link } from '../lib/router'
import styles from './Page.module.css'

/** From the pairing code to one's home and its first sale, one question at a time. */
export default function JoinPage({ session }: { session: Session }) {
  const [found, setFound] = useState<{ code: string; home: PairedHome } | null>(null)
  const [joined, setJoined] = useState(false)
  const [chosen, setChosen] = useState(false)
  // Joining signs in, so who was signed in before it decides which question comes second.
  const [before] = useState(session.login)
  const step = chosen ? 4 : joined ? 3 : found ? 2 : 1
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
        {joined && found && (
          <OwnHome joined={found.home}>
            {(area, home, since) =>
              chosen ? (
                <Joined area={area} home={home} since={since} mailed={!before} />
              ) : (
                <JoinStyle home={home} onDone={() => setChosen(true)} />
              )
            }
          </OwnHome>
        )}
      </Card>
      {step === 1 && !before && (
        <p className={styles.beside}>
          {t.join.haveAccount} <Link href="/sign-in?next=/join">{t.signIn.act}</Link>
        </p>
      )}
    </div>
  )
}

interface OwnHomeProps {
  joined: PairedHome
  /** With the market time of joining. */
  children: (area: Area, home: Home, since: number) => React.ReactNode
}

/** The home that was joined, as soon as the market says what it is. */
function OwnHome({ joined, children }: OwnHomeProps) {
  const areas = useResource('join areas', api.areas)
  const homes = useResource(`join homes ${joined.participantId}`, () => api.homes(joined.areaId))
  // Asked once: what is traded from then on is news.
  const since = useResource('joined at', api.status)
  const place = areas.data?.find(({ id }) => id === joined.areaId)
  const home = homes.data?.find(({ participantId }) => participantId === joined.participantId)
  if (place && home && since.data) return children(place, home, Date.parse(since.data.marketTime))
  const failed = areas.error ?? homes.error ?? since.error
  const missing = (areas.data && !place) || (homes.data && !home)
  if (!failed && !missing) return <Skeleton height={220} />
  return (
    <p role="alert">
      {t.you.failed} <Button onClick={() => location.assign('/you')}>{t.join.toAccount}</Button>
    </p>
  )
}

function sentence(step: number, home: PairedHome | undefined): string {
  if (!home) return t.join.sentence
  return step > 2 ? t.join.welcome(home.name) : t.join.found(home.name, home.area)
}
