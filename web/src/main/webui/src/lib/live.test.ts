import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { marketTimeAt } from './clock'
import { LiveStore } from './live'

class FakeSocket {
  static all: FakeSocket[] = []
  onopen: () => void = () => {}
  onclose: (() => void) | null = null
  onmessage: (event: { data: string }) => void = () => {}
  readonly url: string

  constructor(url: string) {
    this.url = url
    FakeSocket.all.push(this)
  }

  close() {
    this.onclose?.()
  }
}

const status = { ready: true, marketTime: '2026-06-18T11:00:00Z', speed: 60, homes: 12 }
const answers = vi.fn(
  async (path: string) => new Response(JSON.stringify(path.includes('settlements') ? [] : status)),
)

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
  last().onopen()
  last().onmessage({ data: JSON.stringify({ t: 'status', seq: 1, d: status }) })
  last().onmessage({
    data: JSON.stringify({ t: 'village', seq: 1, d: { homes: [], flows: [], interval: '' } }),
  })
  last().onmessage({
    data: JSON.stringify({ t: 'village', seq: 2, d: { homes: [], flows: [], interval: 'x' } }),
  })
  expect(last().url).toBe('ws://market.test/ws/v1')
  expect(store.snapshot()).toMatchObject({
    connection: 'open',
    villageSeq: 2,
    village: { interval: 'x' },
    status,
  })
  store.stop()
})

it('ignores topics it does not know', () => {
  const store = new LiveStore()
  store.start()
  const before = store.snapshot()
  last().onmessage({ data: JSON.stringify({ t: 'weather', d: {} }) })
  expect(store.snapshot()).toEqual(before)
  store.stop()
})

it('reconnects with growing pauses, polls meanwhile and stops polling once connected', async () => {
  const store = new LiveStore()
  store.follow(1)
  store.start()
  last().close()
  await vi.advanceTimersByTimeAsync(500)
  expect(FakeSocket.all).toHaveLength(2)
  last().close()
  await vi.advanceTimersByTimeAsync(0)
  expect(store.snapshot()).toMatchObject({ connection: 'polling', status, settlements: [] })
  await vi.advanceTimersByTimeAsync(1000)
  expect(FakeSocket.all).toHaveLength(3)
  last().onopen()
  answers.mockClear()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(answers).not.toHaveBeenCalled()
  expect(store.snapshot().connection).toBe('open')
  store.stop()
})

it('runs market time on between messages, at its speed', () => {
  expect(marketTimeAt({ at: 1_000_000, speed: 60 }, 500, 1500)).toBe(1_060_000)
  expect(marketTimeAt({ at: 1_000_000, speed: 1 }, 500, 400)).toBe(1_000_000)
  expect(marketTimeAt({ at: 1_000_000, speed: 60 }, 0, 90_000)).toBe(1_600_000)
})
