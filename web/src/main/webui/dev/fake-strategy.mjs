// The make-believe street's automatic trading: wishes, acts, holds and previews, kept in memory.
import { QUARTER } from './street-model.mjs'

const USUAL = { style: 'BALANCED', batteryReservePermille: null, paused: false }
const MARGINS = { NEIGHBOURLY: 0.1, BALANCED: 0.3, BEST_PRICE: 0.5 }
const GAINS = { NEIGHBOURLY: 4.61, BALANCED: 4.28, BEST_PRICE: 3.07, OWN_LIMITS: 3.9 }
const onTick = (micro) => Math.round(micro / 1000) * 1000
const iso = (t) => new Date(t).toISOString().replace('.000Z', 'Z')

/** Answers for one street: `feesMicro` on shared energy, `now` its clock, `mode` as FAKE_MODE. */
export function fakeStrategies(homes, feesMicro, now, mode) {
  const said = new Map()
  const held = new Map()
  const homeOf = (point) => homes.find((one) => one.meteringPointId === point)
  const heldOf = (point) => held.get(point) ?? new Set()
  const open = () => (Math.floor((now() + 300_000) / QUARTER) + 1) * QUARTER

  function strategy(home) {
    const [wish = USUAL, previous = null, version = 0] = said.get(home.meteringPointId) ?? []
    const width = home.retailMicro - feesMicro - home.feedInMicro
    const named = wish.style === 'OWN_LIMITS'
    const kept = MARGINS[wish.style] * width
    return {
      wish,
      previous,
      bounds: {
        sellLowestMicro: home.feedInMicro,
        sellHighestMicro: home.retailMicro - feesMicro,
        buyLowestMicro: home.feedInMicro + feesMicro,
        buyHighestMicro: home.retailMicro,
      },
      sellMicro: wish.paused ? null : named ? (wish.sellFromMicro ?? null) : onTick(home.feedInMicro + kept),
      buyMicro: wish.paused ? null : named ? (wish.buyUpToMicro ?? null) : onTick(home.retailMicro - kept),
      version,
      changedAt: previous ? iso(Math.floor(now() / 1000) * 1000) : null,
    }
  }

  function acts(home) {
    if (mode === 'empty') return []
    const { sellMicro, buyMicro } = strategy(home)
    const selling = home.solarWp > 0
    const one = (id, interval, minutesAgo, kind, why, quantityWh, tradedWh) => ({
      id,
      at: iso(now() - minutesAgo * 60_000),
      interval: iso(interval),
      kind,
      why,
      side: selling ? 'SELL' : 'BUY',
      quantityWh,
      limitMicro: (selling ? sellMicro : buyMicro) ?? home.feedInMicro,
      tradedWh,
      canUndo: interval >= open(),
    })
    return Array.from({ length: 10 }, (_, index) => {
      const at = open() + (7 - index) * QUARTER
      const size = 420 + ((index * 137) % 300)
      const sold = index > 4 ? size - 120 : 0
      const lines = [
        one(900 - 3 * index, at, 4 + index, 'REPLACE', 'EXPECTED_LESS', size - 110, sold),
        one(899 - 3 * index, at, 30 + index, 'PLACE', 'EXPECTED', size, sold),
      ]
      return heldOf(home.meteringPointId).has(iso(at))
        ? [one(2000 + index, at, 0, 'CANCEL', 'UNDONE', size - 110, sold), ...lines]
        : lines
    }).flat()
  }

  function preview(home, own) {
    const styles = [...Object.keys(MARGINS), ...(own ? ['OWN_LIMITS'] : [])]
    return {
      month: '2026-05',
      currency: 'EUR',
      intervals: mode === 'empty' ? 0 : 2976,
      tradedIntervals: 1405,
      effects: styles.map((style) => ({
        style,
        soldWh: home.solarWp > 0 ? Math.round(GAINS[style] * 9_100) : 0,
        boughtWh: Math.round(GAINS[style] * 6_300),
        gain: GAINS[style].toFixed(9),
      })),
    }
  }

  /** What is read at a metering point, or undefined. */
  function read(point, part, url) {
    const home = homeOf(point)
    if (!home) return undefined
    if (part === '') return strategy(home)
    if (part === '/acts') return acts(home)
    if (part === '/holds') return { intervals: [...heldOf(point)] }
    return part === '/preview' ? preview(home, url.search !== '') : undefined
  }

  /** What is written at a metering point. */
  function write(method, point, part, body) {
    const home = homeOf(point)
    if (part === '') {
      const [wish = USUAL, , kept = 0] = said.get(point) ?? []
      const { version = kept, ...changed } = body
      if (version !== kept) return undefined
      said.set(point, [{ ...USUAL, ...changed }, wish, kept + 1])
      return strategy(home)
    }
    const known = heldOf(point)
    const interval = part.replace('/holds/', '')
    if (method === 'PUT') known.add(interval)
    else known.delete(interval)
    held.set(point, known)
    return { intervals: [...known] }
  }

  return { read, write }
}
