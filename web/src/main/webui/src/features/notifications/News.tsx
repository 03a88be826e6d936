import {
  Gauge,
  HandCoins,
  KeyRound,
  type LucideIcon,
  ReceiptText,
  ShieldCheck,
  TriangleAlert,
} from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import { type AppNotification, api, type NotificationTopic } from '../../lib/api'
import * as format from '../../lib/format'
import { useResource } from '../../lib/resource'
import { Link } from '../../lib/router'
import { askUnread, setUnread } from '../../lib/unread'
import { newsWords } from '../../lib/words/news'
import styles from './Notifications.module.css'
import { bodyOf } from './text'

const ASK_MILLIS = 30_000

const ICONS: Record<NotificationTopic, LucideIcon> = {
  METER: Gauge,
  TRADING: HandCoins,
  MONEY: ReceiptText,
  CONSENT: ShieldCheck,
  SECURITY: KeyRound,
  ALARM: TriangleAlert,
}

/** What one was told, the newest first. */
export function News() {
  const { data, error, reload } = useResource('notifications', () => api.notifications(), ASK_MILLIS)
  const [older, setOlder] = useState<{ items: AppNotification[]; next: number | null } | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    if (data) askUnread()
  }, [data])
  const newest = data?.items ?? []
  const last = newest.at(-1)?.id ?? 0
  const items = [...newest, ...(older?.items.filter(({ id }) => id < last) ?? [])]
  const next = older ? older.next : (data?.next ?? null)
  const readAll = () =>
    api.readNotifications(newest[0]?.id ?? 0).then(
      (unread) => {
        setUnread(unread)
        setOlder((shown) => shown && { ...shown, items: shown.items.map((one) => ({ ...one, read: true })) })
        reload()
      },
      () => setFailed(true),
    )
  const more = (before: number) =>
    api.notifications(before).then(
      (page) => setOlder((shown) => ({ items: [...(shown?.items ?? []), ...page.items], next: page.next })),
      () => setFailed(true),
    )
  return (
    <Card
      title={newsWords().list}
      note={newsWords().listNote}
      aside={items.some(({ read }) => !read) && <Button onClick={readAll}>{newsWords().readAll}</Button>}
    >
      {!data && !error && <Skeleton height={220} />}
      {data?.items.length === 0 && <Empty>{newsWords().empty}</Empty>}
      <ul className={styles.list} data-testid="notifications">
        {items.map((one) => (
          <Item key={one.id} one={one} />
        ))}
      </ul>
      {next !== null && (
        <Button className={styles.act} onClick={() => more(next)}>
          {newsWords().older}
        </Button>
      )}
      {(failed || (error && !data)) && (
        <p className={styles.failure} role="alert">
          {newsWords().failed}
        </p>
      )}
    </Card>
  )
}

function Item({ one }: { one: AppNotification }) {
  const Icon = ICONS[one.topic]
  const read = () => {
    if (!one.read) api.readNotification(one.id).then(askUnread, () => undefined)
  }
  return (
    <li className={styles.row}>
      <Link href={one.path} className={styles.item} onClick={read}>
        <span className={styles.icon} data-topic={one.topic}>
          <Icon size={20} aria-hidden="true" />
        </span>
        <span className={styles.what}>
          <span className={styles.name}>
            {newsWords().said[one.kind]}
            {!one.read && <span className={styles.chip}>{newsWords().isNew}</span>}
          </span>
          <span className={styles.body}>{bodyOf(one)}</span>
          <time className={styles.when} dateTime={one.at}>
            {format.moment(Date.parse(one.at))}
          </time>
        </span>
      </Link>
    </li>
  )
}
