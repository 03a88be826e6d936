import { memo, type PointerEvent, useRef } from 'react'
import type { Box, Spot, StreetPlan } from '../../charts/streetPlan'
import { MixBar } from '../../components/Swatch'
import type { Home } from '../../lib/api'
import { type HomeNow, QUIET_W, type VillageNow } from '../../lib/flows'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { Link } from '../../lib/router'
import { homeFigure, houseNumber, mixOf } from './describe'
import { House, Transformer } from './House'
import styles from './Street.module.css'

interface HomeOnStreetProps {
  home: Home
  now: HomeNow | undefined
  spot: Spot
  line: string
  night: boolean
  dimmed: boolean
  onFocus: (id: number | null) => void
  onOpen: (id: number, event: PointerEvent) => void
}

const place = (box: Box, from: Box) => ({
  left: box.x - from.x,
  top: box.y - from.y,
  width: box.w,
  height: box.h,
})

export const HomeOnStreet = memo(function HomeOnStreet(props: HomeOnStreetProps) {
  const { home, now, spot, line, night, dimmed, onFocus, onOpen } = props
  const id = home.participantId
  const lastPointer = useRef<PointerEvent | null>(null)
  const { cell } = spot
  return (
    <li
      className={styles.home}
      style={{ left: cell.x, top: cell.y, width: cell.w, height: cell.h }}
      data-dimmed={dimmed || undefined}
    >
      <Link
        href={`/home/${id}`}
        className={styles.homeLink}
        data-testid={`home-${id}`}
        onPointerEnter={(event) => event.pointerType === 'mouse' && onFocus(id)}
        onPointerLeave={(event) => event.pointerType === 'mouse' && onFocus(null)}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && onFocus(id)}
        onBlur={() => onFocus(null)}
        onPointerUp={(event) => {
          lastPointer.current = event
        }}
        onClick={(event) => {
          const pointer = lastPointer.current
          lastPointer.current = null
          if (!pointer || event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          onOpen(id, pointer)
        }}
      >
        <span className="visually-hidden">{line}</span>
        <span className={styles.houseBox} style={place(spot.house, cell)}>
          <House
            seed={id}
            number={houseNumber(home.name)}
            width={spot.house.w}
            solar={home.solarWp > 0}
            shine={
              now?.madeW == null || home.solarWp === 0
                ? null
                : Math.round((now.madeW / home.solarWp) * 12) / 12
            }
            battery={home.batteryWh > 0}
            soc={now?.soc ?? null}
            car={home.evChargerW > 0}
            carCharging={(now?.evW ?? 0) > QUIET_W}
            lit={night && (now?.usedW ?? 0) > 2 * QUIET_W}
          />
        </span>
        <span
          className={styles.label}
          style={place(spot.label, cell)}
          data-align={spot.label.align}
          data-role={now?.role ?? 'unknown'}
          aria-hidden="true"
        >
          <HomeLabel now={now} hidden={home.hidden === true} />
        </span>
      </Link>
    </li>
  )
})

function HomeLabel({ now, hidden }: { now: HomeNow | undefined; hidden: boolean }) {
  if (hidden && (!now || now.role === 'unknown'))
    return <span className={styles.word}>{t.village.role.hidden}</span>
  if (!now) return <span className={styles.figure}>{format.MISSING}</span>
  return (
    <>
      <span className={styles.word}>{t.village.role[now.role]}</span>
      <span className={styles.figure}>{homeFigure(now)}</span>
      <MixBar parts={mixOf(now)} />
    </>
  )
}

export function TransformerOnStreet({ plan, total }: { plan: StreetPlan; total: VillageNow | null }) {
  const { house, label } = plan.transformer
  const netW = (total?.fromGridW ?? 0) - (total?.toGridW ?? 0)
  const idle = !total || Math.abs(netW) < QUIET_W
  const word = !total ? '' : idle ? t.village.gridIdle : netW > 0 ? t.village.gridGives : t.village.gridTakes
  return (
    <div className={styles.transformer}>
      <span
        className={styles.houseBox}
        style={{ left: house.x, top: house.y, width: house.w, height: house.h }}
      >
        <Transformer width={house.w} active={!idle} />
      </span>
      <span
        className={styles.label}
        style={{ left: label.x, top: label.y, width: label.w, height: label.h }}
        data-align={label.align}
        data-role="drawing"
      >
        <span className={styles.word}>
          {t.village.transformer} {word}
        </span>
        <span className={styles.figure}>{total ? format.power(netW) : format.MISSING}</span>
      </span>
    </div>
  )
}
