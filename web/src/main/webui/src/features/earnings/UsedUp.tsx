import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { HashButton } from '../../components/Proof'
import { Skeleton } from '../../components/Skeleton'
import type { Area, Retirement } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { communityWords } from '../../lib/words/community'
import styles from './Certificates.module.css'

interface UsedUpProps {
  area: Area
  retirements: readonly Retirement[] | null
  failed: boolean
}

/** What was used up for good, what for, and the transaction that proves it. */
export function UsedUp({ area, retirements, failed }: UsedUpProps) {
  const words = communityWords().used
  return (
    <Card title={words.title} note={words.note}>
      {!retirements && !failed && <Skeleton height={60} />}
      {!retirements && failed && <Empty>{communityWords().failed}</Empty>}
      {retirements?.length === 0 && <Empty>{words.none}</Empty>}
      <ul className={styles.list} data-testid="used-up" aria-live="polite">
        {retirements?.map((one) => (
          <li key={one.id} className={styles.row} data-state={one.state}>
            <p className={styles.name}>
              {one.purpose}
              <span className={styles.energy}>{format.energyExact(one.energyWh)}</span>
            </p>
            <p className={styles.detail}>
              <span className={styles.chip}>{words.state[one.state]}</span>{' '}
              {words.of(format.momentAt(one.interval, area.timeZone))}
            </p>
            {one.reason && <p className={styles.failure}>{one.reason}</p>}
            {one.transaction && (
              <p className={styles.detail}>
                {words.proof} <HashButton hash={one.transaction} />{' '}
                {one.blockNumber !== null && t.settlements.block(format.count(one.blockNumber))}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
