import type { Layers } from '../../charts/dayLayers'
import { t } from '../../lib/messages'

/** What a layer of the day is called. */
export function layerName(layer: keyof Layers): string {
  return layer === 'unsettledOut' || layer === 'unsettledIn' ? t.home.unsettled : t.home[layer]
}
