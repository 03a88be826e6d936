import { Notice } from '../../components/Notice'
import { api, type Device, type Home } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './DeviceNotices.module.css'

const REFRESH_MILLIS = 10_000

interface DeviceNoticesProps {
  home: Home
  timeZone: string
  /** The local date, as `2026-06-18`. */
  today: string
}

/** Which meters of the home are not heard of, and what that means; nothing while all are. */
export function DeviceNotices({ home, timeZone, today }: DeviceNoticesProps) {
  const point = home.meteringPointId
  const { data } = useResource(`devices ${point}`, () => api.devices(point), REFRESH_MILLIS)
  const away = data?.devices.filter((device) => device.state !== 'GOOD') ?? []
  if (away.length === 0) return null
  return (
    <div className={styles.notices} data-testid="device-notices">
      {away.map((device) => (
        <Notice key={device.device} title={title(device, timeZone, today)}>
          {t.home.devices.meaning[device.device]}
        </Notice>
      ))}
    </div>
  )
}

function title(device: Device, timeZone: string, today: string): string {
  const at = Date.parse(device.since)
  const clock = format.time(at, timeZone)
  const since =
    format.isoDate(at, timeZone) === today ? clock : t.home.devices.onDay(format.day(at, timeZone), clock)
  const name = t.home.devices.names[device.device]
  return device.state === 'SILENT' ? t.home.devices.silent(name, since) : t.home.devices.refusing(name, since)
}
