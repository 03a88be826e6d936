import { describe, expect, it } from 'vitest'
import type { Flow } from './api'
import { averagePrice, homeNow, homesSharing, runningFlows, villageNow } from './flows'

const flow = (sellerId: number, buyerId: number, powerW: number, priceMicro = 150_000): Flow => ({
  sellerId,
  buyerId,
  powerW,
  priceMicro,
})

describe('a home now', () => {
  it('sells what it trades and gives the grid the rest', () => {
    const now = homeNow({ participantId: 1, gridW: -3000, solarW: 4000, batteryW: 500 }, [
      flow(1, 2, 1200),
      flow(1, 3, 800),
    ])
    expect(now).toMatchObject({
      role: 'selling',
      soldW: 2000,
      toGridW: 1000,
      usedW: 500,
      ownW: 500,
      chargingW: 500,
    })
    expect(now.partners.map((partner) => partner.id)).toEqual([2, 3])
  })

  it('never sells more than leaves the house', () => {
    const now = homeNow({ participantId: 1, gridW: -600, solarW: 1000 }, [flow(1, 2, 1200)])
    expect(now).toMatchObject({ soldW: 600, toGridW: 0 })
  })

  it('buys from neighbours first and draws the rest from the grid', () => {
    const now = homeNow({ participantId: 2, gridW: 1500 }, [flow(1, 2, 1200)])
    expect(now).toMatchObject({ role: 'buying', boughtW: 1200, fromGridW: 300, usedW: 1500, madeW: null })
  })

  it('draws from the grid when nobody sells to it', () => {
    expect(homeNow({ participantId: 2, gridW: 700 }, [flow(1, 3, 500)]).role).toBe('drawing')
    expect(homeNow({ participantId: 2, gridW: -700, solarW: 900 }, []).role).toBe('feeding')
  })

  it('runs on its own when the connection is quiet', () => {
    expect(homeNow({ participantId: 2, gridW: 8, solarW: 600 }, [])).toMatchObject({
      role: 'own',
      usedW: 608,
    })
  })

  it('keeps unknown apart from zero', () => {
    const now = homeNow({ participantId: 2 }, [])
    expect(now).toMatchObject({ role: 'unknown', usedW: null, madeW: null, soc: null })
  })

  it('does not guess the use of a home whose roof is silent', () => {
    expect(homeNow({ participantId: 2, gridW: -900 }, []).usedW).toBeNull()
    expect(homeNow({ participantId: 2, gridW: -900, batteryW: -1000 }, []).usedW).toBe(100)
  })

  it('gives energy from the battery', () => {
    const now = homeNow(
      { participantId: 2, gridW: 0, solarW: 0, batteryW: -700, batterySocPermille: 640 },
      [],
    )
    expect(now).toMatchObject({ dischargingW: 700, usedW: 700, ownW: 700, soc: 0.64 })
  })
})

describe('the street now', () => {
  const homes = [
    { participantId: 1, gridW: -3000, solarW: 3500 },
    { participantId: 2, gridW: 1000 },
    { participantId: 3, gridW: 500, solarW: 0 },
    { participantId: 4 },
  ]

  it('adds up only what is heard', () => {
    const now = villageNow(homes, [flow(1, 2, 900, 140_000), flow(1, 3, 300, 180_000)])
    expect(now).toMatchObject({
      heard: 3,
      madeW: 3500,
      usedW: 2000,
      sharedW: 1200,
      toGridW: 1500,
      fromGridW: 0,
      roofs: 1,
    })
    expect(now.priceMicro).toBe(150_000)
  })

  it('makes and uses what the grid connection says', () => {
    const now = villageNow(homes, [])
    expect(now.madeW + now.fromGridW).toBe(now.usedW + now.toGridW)
  })

  it('counts every home that takes part once', () => {
    expect(homesSharing([flow(1, 2, 1), flow(1, 3, 1), flow(4, 3, 1)])).toBe(4)
    expect(averagePrice([])).toBeNull()
  })
})

describe('running flows', () => {
  it('are the trades while the meters keep up with them', () => {
    const homes = [
      { participantId: 1, gridW: -2000 },
      { participantId: 2, gridW: 900 },
    ]
    expect(runningFlows({ homes, flows: [flow(1, 2, 800)] })).toEqual([flow(1, 2, 800)])
  })

  it('shrink to what leaves the seller and comes in at the buyer', () => {
    const homes = [
      { participantId: 1, gridW: -500 },
      { participantId: 2, gridW: 2000 },
      { participantId: 3, gridW: 100 },
    ]
    const running = runningFlows({ homes, flows: [flow(1, 2, 600), flow(1, 3, 400)] })
    expect(running.map((one) => one.powerW)).toEqual([300, 100])
  })

  it('join the trades of a pair', () => {
    const trades = [flow(1, 2, 300, 140_000), flow(1, 2, 100, 180_000)]
    expect(runningFlows({ homes: [], flows: trades })).toEqual([flow(1, 2, 400, 150_000)])
  })

  it('stop when the seller needs its power itself and stay as traded while a meter is silent', () => {
    const homes = [{ participantId: 1, gridW: 300 }, { participantId: 2 }]
    expect(runningFlows({ homes, flows: [flow(1, 2, 600)] })).toEqual([])
    expect(runningFlows({ homes: [{ participantId: 2 }], flows: [flow(1, 2, 600)] })).toEqual([
      flow(1, 2, 600),
    ])
  })
})
