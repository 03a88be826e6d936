import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import type { Area, Home } from '../../lib/api'
import type { HomeNow } from '../../lib/flows'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { Link } from '../../lib/router'
import styles from './Partners.module.css'

interface PartnersProps {
  area: Area
  homes: readonly Home[]
  now: HomeNow | undefined
}

/** The neighbours a home trades with this quarter-hour, largest first. */
export function Partners({ area, homes, now }: PartnersProps) {
  const nameOf = (id: number) => homes.find((home) => home.participantId === id)?.name ?? String(id)
  const partners = now?.partners ?? []
  const title =
    now?.role === 'selling'
      ? t.home.poweringTitle
      : now?.role === 'buying'
        ? t.home.poweredTitle
        : t.home.partnersTitle
  const fees = now?.role === 'buying' ? area.gridFeeMicro + area.levyMicro : 0
  return (
    <Card slot="third" title={title} note={t.home.partnersNote}>
      {partners.length === 0 && <Empty>{t.home.partnersEmpty}</Empty>}
      <ul className={styles.list}>
        {partners.map((partner) => (
          <li key={partner.id} className={styles.row}>
            <span className={styles.badge} aria-hidden="true">
              {nameOf(partner.id).split(/\s+/).at(-1)?.slice(0, 3)}
            </span>
            <span className={styles.name}>
              <Link href={`/home/${partner.id}`}>{nameOf(partner.id)}</Link>
              <span className={styles.price}>
                {t.home.atPrice(format.price(partner.priceMicro + fees, area.currency))}
              </span>
            </span>
            <span className={styles.power}>{format.power(partner.powerW)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
