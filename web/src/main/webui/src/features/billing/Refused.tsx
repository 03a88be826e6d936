import { useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import table from '../../components/table.module.css'
import { api, type ChainOutbox } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'

const REFRESH_MILLIS = 15_000

/** Settlements that the chain refused or that wait because it would; nothing if there are none. */
export function Refused() {
  const { data, reload } = useResource('chain outbox', api.chainOutbox, REFRESH_MILLIS)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const again = (one: RefusedInterval) => {
    setBusy(true)
    setFailed(false)
    api
      .settleAgain(one.areaId, one.interval)
      .then(reload, () => setFailed(true))
      .finally(() => setBusy(false))
  }
  const refused = lowest(data?.refused ?? [])
  const waiting = data?.waiting ?? []
  if (refused.length === 0 && waiting.length === 0) return null
  const when = (interval: string) => format.moment(Date.parse(interval))
  return (
    <Card title={t.refused.title} note={t.refused.note}>
      <table className={`${table.table} ${table.folding}`} data-testid="refused">
        <caption className="visually-hidden">{t.refused.title}</caption>
        <thead>
          <tr>
            <th scope="col">{t.refused.interval}</th>
            <th scope="col">{t.refused.reason}</th>
            <th scope="col">{t.refused.act}</th>
          </tr>
        </thead>
        <tbody>
          {waiting.map((one) => (
            <tr key={`waiting ${one.areaId}`}>
              <td>{t.refused.where(one.areaId, when(one.interval), one.version)}</td>
              <td>{one.reason}</td>
              <td>{t.refused.waits}</td>
            </tr>
          ))}
          {refused.map((one) => (
            <tr key={`${one.areaId} ${one.interval}`}>
              <td>{t.refused.where(one.areaId, when(one.interval), one.version)}</td>
              <td>{one.reason}</td>
              <td>
                <Button disabled={busy} onClick={() => again(one)}>
                  {t.refused.again}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {failed && <p role="alert">{t.failure.title}</p>}
    </Card>
  )
}

interface RefusedInterval {
  areaId: number
  interval: string
  version: number
  reason: string
}

/** Of each interval the lowest refused version, the oldest first: the only one that can be settled again. */
export function lowest(refused: ChainOutbox['refused']): RefusedInterval[] {
  const found = new Map<string, RefusedInterval>()
  for (const { areaId, interval, version, reason } of refused) {
    if (areaId === null || interval === null || version === null) continue
    const key = `${areaId} ${interval}`
    const other = found.get(key)
    if (!other || version < other.version) found.set(key, { areaId, interval, version, reason })
  }
  return [...found.values()].sort((a, b) => a.interval.localeCompare(b.interval) || a.areaId - b.areaId)
}
