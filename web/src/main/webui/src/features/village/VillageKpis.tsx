import { type Kpi, Kpis } from '../../components/Kpis'
import type { Area } from '../../lib/api'
import type { VillageNow } from '../../lib/flows'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'

export function VillageKpis({ area, now, faded }: { area: Area; now: VillageNow | null; faded: boolean }) {
  return <Kpis label={t.village.street} wash="neighbours" faded={faded} items={items(area, now)} />
}

function items(area: Area, now: VillageNow | null): Kpi[] {
  const { village } = t
  const note = (text: string) => (now ? text : village.waiting)
  const price = now && now.priceMicro !== null ? format.price(now.priceMicro, area.currency) : null
  const exporting = (now?.toGridW ?? 0) > 0
  return [
    {
      id: 'shared',
      label: village.shared,
      figure: format.powerKiloFigure(now?.sharedW),
      note: note(price ? village.sharedAt(price) : village.sharedNone),
    },
    {
      id: 'made',
      label: village.made,
      figure: format.powerKiloFigure(now?.madeW),
      note: note(village.madeBy(now?.roofs ?? 0)),
    },
    {
      id: 'used',
      label: village.used,
      figure: format.powerKiloFigure(now?.usedW),
      note: note(village.usedIn(now?.heard ?? 0)),
    },
    {
      id: 'grid',
      label: exporting ? village.toGrid : village.fromGrid,
      figure: format.powerKiloFigure(now === null ? null : exporting ? now.toGridW : now.fromGridW),
      note: note(exporting ? village.toGridNote : village.fromGridNote),
    },
  ]
}
