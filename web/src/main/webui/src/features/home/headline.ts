import type { Area, Day } from '../../lib/api'
import { averagePrice, type HomeNow, QUIET_W } from '../../lib/flows'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'

/** The sentence a home's page opens with while it shows today. */
export function homeHeadline(name: string, now: HomeNow | undefined, area: Area): string {
  if (!now || now.role === 'unknown') return t.home.now.unknown(name)
  const count = now.partners.length
  const net = averagePrice(now.partners)
  const fees = area.gridFeeMicro + area.levyMicro
  switch (now.role) {
    case 'selling':
      return t.home.now.selling(name, format.power(now.soldW), count, format.price(net, area.currency))
    case 'buying': {
      const allIn = net === null ? null : net + fees
      return t.home.now.buying(name, format.power(now.boughtW), count, format.price(allIn, area.currency))
    }
    case 'feeding':
      return t.home.now.feeding(name, format.power(now.toGridW))
    case 'drawing':
      return t.home.now.drawing(name, format.power(now.fromGridW))
    case 'own':
      return (now.usedW ?? 0) >= QUIET_W
        ? t.home.now.own(name, format.power(now.usedW))
        : t.home.now.quiet(name)
  }
}

/** The sentence for a day that is over. */
export function pastHeadline(name: string, day: Day | null): string {
  const { soldWh, boughtWh } = day?.totals ?? { soldWh: null, boughtWh: null }
  if ((soldWh ?? 0) > 0 && (soldWh ?? 0) >= (boughtWh ?? 0))
    return t.home.past.sold(name, format.energy(soldWh))
  if ((boughtWh ?? 0) > 0) return t.home.past.bought(name, format.energy(boughtWh))
  return day ? t.home.past.nothing(name) : name
}
