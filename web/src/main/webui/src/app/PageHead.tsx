import type { ReactNode } from 'react'
import { Sentence } from '../components/Sentence'
import type { Area } from '../lib/api'
import { useMarketNow } from '../lib/clock'
import * as format from '../lib/format'
import { t } from '../lib/messages'
import { chooseArea } from '../lib/place'
import styles from './Page.module.css'

interface PageHeadProps {
  area: Area
  /** Among which to choose, if there are several. */
  areas?: readonly Area[]
  sentence: string
  children?: ReactNode
}

/** The market clock, then the one true sentence. */
export function PageHead({ area, areas = [], sentence, children }: PageHeadProps) {
  return (
    <header className={styles.head}>
      <Clock area={area} />
      <Sentence text={sentence} />
      {(children || areas.length > 1) && (
        <div className={styles.headAside}>
          {areas.length > 1 && <AreaChoice area={area} areas={areas} />}
          {children}
        </div>
      )}
    </header>
  )
}

function AreaChoice({ area, areas }: { area: Area; areas: readonly Area[] }) {
  return (
    <select
      className={styles.select}
      aria-label={t.app.area}
      value={area.id}
      onChange={(event) => chooseArea(Number(event.target.value))}
    >
      {areas.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}

function Clock({ area }: { area: Area }) {
  const now = useMarketNow(250)
  if (!now) return <p className={styles.clock}>{t.app.clockWaiting}</p>
  return (
    <p className={styles.clock}>
      <time data-testid="market-clock">
        {t.app.clock(format.day(now.at, area.timeZone), format.time(now.at, area.timeZone))}
      </time>{' '}
      <span className={styles.speed}>
        <span className={styles.dot}>· </span>
        {t.app.speed(now.speed)}
      </span>
    </p>
  )
}
