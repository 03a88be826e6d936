import { Card } from '../components/Card'
import { t } from '../lib/messages'
import { Link } from '../lib/router'
import { useSession } from '../lib/session'
import type { Site } from './App'
import { DeskDoor } from './DeskDoor'
import styles from './Page.module.css'
import { PageHead } from './PageHead'

/** The ways from here, for phones, whose bar has no room for them. */
export default function DeskPage({ site }: { site: Site }) {
  const operator = useSession()?.roles.includes('OPERATOR') ?? false
  const { pages } = t.desk
  const ways = [
    { href: '/tariffs', text: pages.tariffs, note: pages.tariffsNote },
    { href: '/billing', text: pages.billing, note: pages.billingNote },
    ...(operator
      ? [
          { href: '/events', text: pages.events, note: pages.eventsNote },
          { href: '/meters', text: pages.meters, note: pages.metersNote },
          { href: '/balancing', text: pages.balancing, note: pages.balancingNote },
        ]
      : []),
  ]
  return (
    <DeskDoor site={site} roles={['UTILITY', 'OPERATOR']} next="/desk">
      <PageHead area={site.area} sentence={t.desk.sentence} />
      <Card title={t.desk.open}>
        <ul className={styles.ways}>
          {ways.map(({ href, text, note }) => (
            <li key={href}>
              <Link href={href} className={styles.way}>
                <b>{text}</b>
                <span>{note}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </DeskDoor>
  )
}
