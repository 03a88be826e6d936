import { type Area, api, type Home } from '../../lib/api'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { Link } from '../../lib/router'
import { forceOf } from './force'
import styles from './Strategy.module.css'

const REFRESH_MILLIS = 10_000

/** One line: whether what is wished of the battery or the car has effect, or why it has none. */
export function InForce({ area, home, own }: { area: Area; home: Home; own: boolean }) {
  const point = home.meteringPointId
  const consent = useResource(`control ${point}`, () => api.controlConsent(point), REFRESH_MILLIS)
  const balancing = useResource(`balancing ${area.id}`, () => api.balancing(area.id), REFRESH_MILLIS)
  const force = forceOf(consent.data?.granted ?? null, balancing.data)
  if (!force) return null
  return (
    <p className={styles.force} data-force={force} data-testid="in-force">
      {force === 'IN_EFFECT' ? t.strategy.inEffect : t.strategy.notInEffect[force]}{' '}
      {force === 'NO_CONSENT' && own && <Link href="/you">{t.strategy.toConsents}</Link>}
    </p>
  )
}
