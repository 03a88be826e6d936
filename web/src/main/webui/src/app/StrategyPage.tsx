import { useState } from 'react'
import { Button } from '../components/Button'
import { Notice } from '../components/Notice'
import { Skeleton } from '../components/Skeleton'
import { Acts } from '../features/strategy/Acts'
import { Choice } from '../features/strategy/Choice'
import { Gifts } from '../features/strategy/Gifts'
import { pauseOf } from '../features/strategy/wish'
import { ApiError, type Area, api, type Home, type Strategy } from '../lib/api'
import * as format from '../lib/format'
import { t } from '../lib/messages'
import { useResource } from '../lib/resource'
import { Link } from '../lib/router'
import { useSession } from '../lib/session'
import type { Site } from './App'
import styles from './Page.module.css'
import { PageHead } from './PageHead'
import { useLostSince } from './stale'

const REFRESH_MILLIS = 10_000

/** How a home trades by itself: set it, see what it did and why, take it back. */
export default function StrategyPage({ site: { area, homes }, home }: { site: Site; home: Home }) {
  const point = home.meteringPointId
  const session = useSession()
  const lostSince = useLostSince(area.timeZone)
  const [failed, setFailed] = useState<string | null>(null)
  const asked = useResource(`strategy ${point}`, () => api.strategy(point), REFRESH_MILLIS)
  const { error, reload } = asked
  // What a change answered holds until what is asked for is as new.
  const [said, setSaid] = useState<Strategy | null>(null)
  const data = said && asked.data && said.version > asked.data.version ? said : asked.data
  const own = session?.homes.some((one) => one.participantId === home.participantId) ?? false
  const mayChange = own || session?.roles.includes('OPERATOR') || false
  const pause = (strategy: Strategy) => {
    setFailed(null)
    api.putStrategy(point, pauseOf(strategy)).then(setSaid, (reason: unknown) => {
      const conflict = reason instanceof ApiError && reason.status === 409
      setFailed(conflict ? t.strategy.changedMeanwhile : t.strategy.notDone)
      if (conflict) reload()
    })
  }
  const denied = error !== null && (error.status === 401 || error.status === 403)
  return (
    <>
      <PageHead area={area} sentence={sentence(home, area, data, denied)}>
        <Link className={styles.act} href={`/home/${home.participantId}`}>
          {t.strategy.toDay}
        </Link>
        {data && mayChange && (
          <Button onClick={() => pause(data)}>
            {data.wish.paused ? t.strategy.resume : t.strategy.pause}
          </Button>
        )}
      </PageHead>
      <div className={styles.stack}>
        {lostSince !== null && <Notice title={t.failure.stale} />}
        {failed && <Notice title={failed} />}
        {data?.wish.paused && <Notice title={t.strategy.pausedTitle}>{t.strategy.pausedDetail}</Notice>}
        {session && !mayChange && !denied && (
          <Notice title={t.strategy.lookOn}>
            <Link href={`/sign-in?next=${encodeURIComponent(`/home/${home.participantId}/strategy`)}`}>
              {t.app.signIn}
            </Link>
          </Notice>
        )}
        {error && !data && (
          <Notice
            title={denied ? t.strategy.denied : t.failure.title}
            act={denied ? undefined : <Button onClick={reload}>{t.failure.retry}</Button>}
          >
            {denied ? t.strategy.deniedDetail : error.message || t.failure.detail}
          </Notice>
        )}
      </div>
      {!denied && (
        <div className={styles.columns}>
          <div className={styles.column}>
            {data ? (
              <Choice
                key={point}
                area={area}
                home={home}
                strategy={data}
                mayChange={mayChange}
                onSaved={(next) => (next ? setSaid(next) : reload())}
              />
            ) : (
              !error && (
                <div className={styles.loadingCard} role="status" aria-label={t.fresh.waiting}>
                  <Skeleton height={420} />
                </div>
              )
            )}
          </div>
          <div className={styles.column}>
            {own && (
              <Gifts key={point} area={area} home={home} homes={homes} paused={data?.wish.paused ?? false} />
            )}
            <Acts key={point} area={area} home={home} mayChange={mayChange} />
          </div>
        </div>
      )}
    </>
  )
}

function sentence(home: Home, area: Area, strategy: Strategy | null, denied: boolean): string {
  if (denied) return t.strategy.head.denied(home.name)
  if (!strategy) return t.strategy.head.waiting(home.name)
  if (strategy.wish.paused) return t.strategy.head.paused(home.name)
  if (!strategy.bounds) return t.strategy.head.closed(home.name)
  const sell = strategy.sellMicro ?? null
  const buy = strategy.buyMicro ?? null
  return t.strategy.head.trading(
    home.name,
    sell === null ? null : format.price(sell, area.currency),
    buy === null ? null : format.price(buy, area.currency),
  )
}
