import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import table from '../../components/table.module.css'
import type { Area, Home, MarketEvent } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { Link } from '../../lib/router'
import styles from './Events.module.css'
import { eventKey, whoText } from './eventText'

/** Rows of one page of the list. */
const PAGE = 50

interface EventListProps {
  area: Area
  homes: readonly Home[]
  /** Null while they are not known. */
  events: readonly MarketEvent[] | null
  failed: boolean
  most: number
  /** The one that the address names. */
  marked: string | null
  /** The address of an event. */
  hrefOf: (event: MarketEvent) => string
}

/** What happened, newest first. */
export function EventList({ area, homes, events, failed, most, marked, hrefOf }: EventListProps) {
  const row = useRef<HTMLTableRowElement>(null)
  const [pages, setPages] = useState(1)
  const known = events !== null
  const place = marked && events ? events.findIndex((event) => eventKey(event) === marked) : -1
  const shown = events?.slice(0, Math.max(pages * PAGE, place + 1)) ?? []
  useEffect(() => {
    if (known && marked) row.current?.scrollIntoView({ block: 'center' })
  }, [known, marked])
  return (
    <Card title={t.events.list} note={t.events.listNote}>
      {!events && !failed && <Skeleton height={320} />}
      {!events && failed && <Empty>{t.failure.detail}</Empty>}
      {events?.length === 0 && <Empty>{t.events.none}</Empty>}
      {events && events.length >= most && (
        <p className={styles.soft} role="status">
          {t.events.newest(format.count(most))}
        </p>
      )}
      {events && events.length > 0 && (
        <table className={`${table.table} ${table.folding} ${styles.events}`} data-testid="events">
          <caption className="visually-hidden">{t.events.list}</caption>
          <thead>
            <tr>
              <th scope="col">{t.events.at}</th>
              <th scope="col">{t.events.what}</th>
              <th scope="col">{t.events.who}</th>
              <th scope="col" className={table.num}>
                {t.events.energy}
              </th>
              <th scope="col" className={table.num}>
                {t.events.price(format.minorUnit(area.currency))}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((event) => {
              const key = eventKey(event)
              const at = format.timeFine(Date.parse(event.at), area.timeZone)
              return (
                <tr key={key} ref={key === marked ? row : null} aria-current={key === marked || undefined}>
                  <td>
                    <Link href={hrefOf(event)} aria-label={t.events.address(t.events.kinds[event.kind], at)}>
                      {at}
                    </Link>
                  </td>
                  <th scope="row">{t.events.kinds[event.kind]}</th>
                  <td className={table.soft}>{whoText(event, homes)}</td>
                  <td className={table.num}>{format.energyFine(event.energyWh)}</td>
                  <td className={table.num}>{format.priceValue(event.priceMicro)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {events && events.length > shown.length && (
        <p className={styles.further}>
          <Button onClick={() => setPages(Math.ceil(shown.length / PAGE) + 1)}>{t.events.further}</Button>
        </p>
      )}
    </Card>
  )
}
