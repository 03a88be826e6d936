import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { marketTimeAt } from './clock'
import { LiveStore } from './live'

class FakeSocket {
  static all: FakeSocket[] = []
  onopen: (() => void) | null = null
  onclose: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  closed = false
  readonly url: string

  constructor(url: string) {
    this.url = url
    FakeSocket.all.push(this)
  }

  close() {
    this.closed = true
    this.onclose?.()
  }

  open() {
    this.onopen?.()
  }

  say(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
}

const status = { ready: true, marketTime: '2026-06-18T11:00:00Z', speed: 60, homes: 12 }
const village = { homes: [], flows: [], interval: '' }
const answer = (path: string) => {
  if (path.includes('settlements')) return []
  return path.includes('village') ? { at: '2026-06-18T11:00:00Z', village } : status
}
const answers = vi.fn(async (path: string) => new Response(JSON.stringify(answer(path))))

beforeEach(() => {
  FakeSocket.all = []
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('location', { protocol: 'http:', host: 'market.test' })
  vi.stubGlobal('window', globalThis)
  vi.stubGlobal('fetch', answers)
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const last = () => FakeSocket.all.at(-1) as FakeSocket

it('keeps the newest message of each topic', () => {
  const store = new LiveStore()
  store.start()
  last().open()
  last().say({ t: 'status', seq: 1, d: status })
  last().say({ t: 'village', seq: 1, d: { homes: [], flows: [], interval: '' } })
  last().say({ t: 'village', seq: 2, d: { homes: [], flows: [], interval: 'x' } })
  expect(last().url).toBe('ws://market.test/ws/v1')
  expect(store.snapshot()).toMatchObject({
    connection: 'open',
    villageSeq: 2,
    village: { interval: 'x' },
    status,
  })
  store.stop()
})

it('builds on the message before, and asks for everything when that did not come', () => {
  const store = new LiveStore()
  store.start()
  last().open()
  const homes = [{ participantId: 1, gridW: 5 }, { participantId: 2 }]
  const flows = [{ sellerId: 1, buyerId: 2, powerW: 70, priceMicro: 9 }]
  last().say({ t: 'village', seq: 4, d: { homes, flows: [], interval: 'x' } })
  last().say({ t: 'village', seq: 6, after: 4, d: { homes: { 1: { participantId: 2, gridW: 7 } } } })
  last().say({ t: 'village', seq: 7, after: 6, d: { homes: {}, interval: 'y' } })
  expect(store.snapshot().village).toEqual({
    homes: [homes[0], { participantId: 2, gridW: 7 }],
    flows: [],
    interval: 'y',
  })
  const first = last()
  last().say({ t: 'village', seq: 10, after: 9, d: { homes: {}, flows } })
  expect(first.closed).toBe(true)
  expect(FakeSocket.all).toHaveLength(2)
  expect(store.snapshot()).toMatchObject({ villageSeq: 3, village: { interval: 'y' } })
  store.stop()
})

it('ignores topics it does not know', () => {
  const store = new LiveStore()
  store.start()
  const before = store.snapshot()
  last().say({ t: 'weather', d: {} })
  expect(store.snapshot()).toEqual(before)
  store.stop()
})

it('reconnects with growing pauses, polls meanwhile and stops polling once connected', async () => {
  const store = new LiveStore()
  store.follow(1, true)
  store.start()
  last().close()
  await vi.advanceTimersByTimeAsync(500)
  expect(FakeSocket.all).toHaveLength(2)
  last().close()
  await vi.advanceTimersByTimeAsync(0)
  expect(store.snapshot()).toMatchObject({ connection: 'polling', status, settlements: [] })
  await vi.advanceTimersByTimeAsync(1000)
  expect(FakeSocket.all).toHaveLength(3)
  last().open()
  answers.mockClear()
  await vi.advanceTimersByTimeAsync(9_000)
  expect(answers).not.toHaveBeenCalled()
  expect(store.snapshot().connection).toBe('open')
  store.stop()
})

it('leaves a socket that says nothing for ten seconds, polls at once and opens another', async () => {
  const store = new LiveStore()
  store.follow(1, true)
  store.start()
  last().open()
  await vi.advanceTimersByTimeAsync(9_000)
  last().say({ t: 'status', seq: 1, d: status })
  await vi.advanceTimersByTimeAsync(9_900)
  expect(FakeSocket.all).toHaveLength(1)
  expect(store.snapshot().connection).toBe('open')
  const dead = last()
  await vi.advanceTimersByTimeAsync(200)
  expect(dead.closed).toBe(true)
  expect(store.snapshot()).toMatchObject({ connection: 'polling', village: { interval: '' } })
  await vi.advanceTimersByTimeAsync(500)
  expect(FakeSocket.all).toHaveLength(2)
  last().open()
  expect(store.snapshot().connection).toBe('open')
  store.stop()
})

it('leaves a socket that never opens', async () => {
  const store = new LiveStore()
  store.start()
  await vi.advanceTimersByTimeAsync(10_600)
  expect(FakeSocket.all).toHaveLength(2)
  expect(FakeSocket.all[0]?.closed).toBe(true)
  store.stop()
})

it('polls live power, and takes it as heard only when it has changed', async () => {
  const store = new LiveStore()
  store.follow(1, true)
  store.start()
  last().close()
  await vi.advanceTimersByTimeAsync(500)
  last().close()
  await vi.advanceTimersByTimeAsync(0)
  expect(store.snapshot()).toMatchObject({ villageSeq: 1, villageAt: '2026-06-18T11:00:00Z' })
  const heardAt = store.snapshot().villageHeardAt
  await vi.advanceTimersByTimeAsync(4_000)
  expect(store.snapshot()).toMatchObject({ villageSeq: 1, villageHeardAt: heardAt })
  store.stop()
})

it('tries again at once when the network is back', async () => {
  const store = new LiveStore()
  store.start()
  for (let failure = 0; failure < 6; failure++) {
    last().close()
    if (failure < 5) await vi.advanceTimersByTimeAsync(16_000)
  }
  const tried = FakeSocket.all.length
  store.wake()
  expect(FakeSocket.all).toHaveLength(tried + 1)
  await vi.advanceTimersByTimeAsync(9_000)
  expect(FakeSocket.all).toHaveLength(tried + 1)
  store.stop()
})

it('keeps a living socket on waking and leaves one that has been silent', async () => {
  const store = new LiveStore()
  store.start()
  last().open()
  await vi.advanceTimersByTimeAsync(2_000)
  store.wake()
  expect(FakeSocket.all).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2_000)
  store.wake()
  expect(FakeSocket.all).toHaveLength(2)
  expect(FakeSocket.all[0]?.closed).toBe(true)
  store.stop()
})

it('does not wake once it was stopped', async () => {
  const store = new LiveStore()
  store.start()
  last().close()
  store.stop()
  store.wake()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(FakeSocket.all).toHaveLength(1)
})

it('runs market time on between messages, at its speed', () => {
  expect(marketTimeAt({ at: 1_000_000, speed: 60 }, 500, 1500)).toBe(1_060_000)
  expect(marketTimeAt({ at: 1_000_000, speed: 1 }, 500, 400)).toBe(1_000_000)
  expect(marketTimeAt({ at: 1_000_000, speed: 60 }, 0, 90_000)).toBe(1_600_000)
})

it('asks for one of several areas, and shows nothing of another meanwhile', async () => {
  const store = new LiveStore()
  store.start()
  last().open()
  last().say({ t: 'book', seq: 1, d: { areaId: 1 } })
  const first = last()
  store.follow(2, false)
  expect(first.closed).toBe(true)
  expect(last().url).toBe('ws://market.test/ws/v1?area=2')
  expect(store.snapshot()).toMatchObject({ book: null, village: null, status: null })
  last().open()
  last().say({ t: 'book', seq: 2, d: { areaId: 2 } })
  store.follow(2, false)
  expect(FakeSocket.all).toHaveLength(2)
  expect(store.snapshot().book).toEqual({ areaId: 2 })
  store.stop()
})

it('leaves the socket as it is where there is one area', () => {
  const store = new LiveStore()
  store.start()
  last().open()
  store.follow(1, true)
  expect(FakeSocket.all).toHaveLength(1)
  store.stop()
})

it('polls the area that it follows, and takes no late answer of another', async () => {
  const store = new LiveStore()
  store.follow(1, false)
  store.start()
  last().close()
  await vi.advanceTimersByTimeAsync(500)
  let answerLate = (_: Response) => {}
  answers.mockImplementationOnce(
    () =>
      new Promise((resolve) => {
        answerLate = resolve
      }),
  )
  last().close()
  await vi.advanceTimersByTimeAsync(0)
  answers.mockClear()
  store.follow(2, false)
  answerLate(new Response(JSON.stringify({ ...status, homes: 99 })))
  await vi.advanceTimersByTimeAsync(0)
  const asked = answers.mock.calls.map(([path]) => path)
  expect(asked).toContain('/api/v1/areas/2/book')
  expect(asked).toContain('/api/v1/status?area=2')
  expect(asked.filter((path) => path.includes('/areas/1/'))).toEqual([])
  expect(store.snapshot().status).toEqual(status)
  store.stop()
})
