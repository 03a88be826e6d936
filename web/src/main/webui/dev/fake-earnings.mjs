// Earnings and statements of the make-believe street, from its days. What was before the street began is
// made up by its days repeated.
const PARTS = [
  ['MATCHED_BOUGHT', 'boughtWh'],
  ['MATCHED_SOLD', 'soldWh'],
  ['RESIDUAL_SUPPLY', 'residualSupplyWh'],
  ['RESIDUAL_FEED_IN', 'residualFeedInWh'],
]
const HOUR = 3_600_000

export function fakeEarnings(day, dayStart, now, feesMicro) {
  const dateOf = (at) => new Date(at + 12 * HOUR).toISOString().slice(0, 10)

  const price = (of, slot, origin) =>
    ({
      MATCHED_BOUGHT: -(slot.priceMicro ?? 0),
      MATCHED_SOLD: (slot.priceMicro ?? 0) - (slot.boughtWh > slot.soldWh ? feesMicro : 0),
      RESIDUAL_SUPPLY: -of.retailMicro,
      RESIDUAL_FEED_IN: of.feedInMicro,
    })[origin]

  function quarter(of, slot) {
    const origins = PARTS.filter(([, key]) => slot[key] > 0).map(([origin, key]) => ({
      origin,
      energyWh: slot[key],
      amount: (slot[key] * price(of, slot, origin)) / 1e9,
      alone: (slot[key] * (/BOUGHT|SUPPLY/.test(origin) ? -of.retailMicro : of.feedInMicro)) / 1e9,
    }))
    const own = slot.generationWh === null ? 0 : Math.max(0, slot.generationWh - (slot.exportWh ?? 0))
    if (own > 0 && slot.amount !== null)
      origins.unshift({ origin: 'OWN', energyWh: own, amount: 0, alone: (-own * of.retailMicro) / 1e9 })
    return { intervals: slot.amount === null ? 0 : 1, origins: slot.amount === null ? [] : origins }
  }

  function sum(from, to, quarters) {
    const parts = new Map()
    for (const part of quarters.flatMap((one) => one.origins)) {
      const last = parts.get(part.origin) ?? { origin: part.origin, energyWh: 0, amount: 0, alone: 0 }
      parts.set(part.origin, {
        ...last,
        energyWh: last.energyWh + part.energyWh,
        amount: last.amount + part.amount,
        alone: last.alone + part.alone,
      })
    }
    const all = [...parts.values()]
    const others = all.filter((part) => part.origin !== 'OWN')
    const total = (key) => others.reduce((money, part) => money + part[key], 0)
    const intervals = quarters.reduce((count, one) => count + one.intervals, 0)
    return {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      intervals,
      amount: total('amount').toFixed(9),
      aloneAmount: total('alone').toFixed(9),
      betterAmount: (total('amount') - total('alone')).toFixed(9),
      ownWorthAmount: (-(parts.get('OWN')?.alone ?? 0)).toFixed(9),
      quality: intervals > 0 ? 'ACTUAL' : null,
      origins: all.map(({ alone, amount, ...part }) => ({
        ...part,
        amount: amount.toFixed(9),
        aloneAmount: alone.toFixed(9),
      })),
    }
  }

  /** Days of before the street are the one before today over again. */
  function quartersOf(home, date) {
    const today = dateOf(dayStart(now()))
    const known = date >= dateOf(dayStart(now()) - 24 * HOUR) ? date : dateOf(dayStart(now()) - 24 * HOUR)
    if (date > today || date < '2026-04-20') return []
    const of = day(home, known)
    return of.slots.map((slot) => ({ start: Date.parse(slot.start), ...quarter(of, slot) }))
  }

  function spansOf(home, period) {
    if (period.length === 10)
      return quartersOf(home, period).map((one) => [one.start, one.start + HOUR / 4, [one]])
    const months =
      period.length === 4
        ? [...Array(12).keys()].map((month) => `${period}-${String(month + 1).padStart(2, '0')}`)
        : [period]
    return months.flatMap((month) => {
      const [year, number] = month.split('-').map(Number)
      const count = new Date(Date.UTC(year, number, 0)).getUTCDate()
      const days = [...Array(count).keys()].map((index) => `${month}-${String(index + 1).padStart(2, '0')}`)
      const starts = days.map((date) => dayStart(Date.parse(`${date}T10:00:00Z`)))
      const end = starts.at(-1) + 24 * HOUR
      if (period.length === 7)
        return days.map((date, n) => [starts[n], starts[n + 1] ?? end, quartersOf(home, date)])
      return [[starts[0], end, days.flatMap((date) => quartersOf(home, date))]]
    })
  }

  function earnings(home, period) {
    const spans = spansOf(home, period)
    const all = spans.flatMap(([, , quarters]) => quarters)
    return {
      participantId: home.participantId,
      name: home.name,
      period,
      timeZone: 'Europe/Vienna',
      currency: 'EUR',
      whole: sum(spans[0]?.[0] ?? now(), spans.at(-1)?.[1] ?? now(), all),
      spans: spans.map((one) => sum(...one)),
    }
  }

  function sums(home, period) {
    const { origins, amount } = earnings(home, period).whole
    return { period, currency: 'EUR', origins, data: { days: 0, amount: '0' }, amount }
  }

  function statement(home, from) {
    const date = new Date(Date.parse(from) + 2 * HOUR).toISOString().slice(0, 10)
    const of = day(home, date)
    const slot = of.slots.find((one) => Date.parse(one.start) === Date.parse(from))
    const hex = (seed) => `0x${seed.repeat(64).slice(0, 64)}`
    const { origins } = quarter(of, slot)
    const settled = origins.filter((one) => one.origin !== 'OWN')
    return {
      currency: 'EUR',
      chain: { chainId: 31337, contract: hex('c').slice(0, 42), account: hex('a').slice(0, 42) },
      lines: settled.map((one, index) => ({
        number: index,
        version: 1,
        counterpartyId: home.participantId + 1,
        onChain: one.origin.startsWith('MATCHED'),
        proof: {
          batchKey: hex('b1'),
          leaf: hex(`${index}e`),
          path: [hex('1'), hex('2'), hex('3')],
          root: hex('f0'),
          transaction: { hash: hex('7d'), blockNumber: 141 },
        },
      })),
      origins: origins.map((one) => ({
        origin: one.origin,
        energyWh: one.energyWh,
        priceMicro: one.origin === 'OWN' ? null : Math.abs(price(of, slot, one.origin)),
        amount: one.amount.toFixed(9),
        quality: 'ACTUAL',
        version: one.origin === 'OWN' ? null : 1,
        tradeId: one.origin.startsWith('MATCHED') ? 4711 : null,
        lines: one.origin === 'OWN' ? [] : [settled.indexOf(one)],
      })),
    }
  }
  return { earnings, statement, sums }
}
