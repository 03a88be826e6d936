// One store over the market's WebSocket. Reconnects with backoff; while the socket is down the same
// topics are asked for over REST. The market's clock is a part of the status and goes out once a second, so
// a socket that says nothing for long is dead, whatever the browser thinks of it.
import { startTransition, useEffect, useReducer, useRef } from 'react'
import { api, type Book, type Flow, type HomePower, type Settlement, type Status, type Village } from './api'
import { useHold } from './firstView'
import { runningFlows } from './flows'

export interface LiveState {
  connection: 'connecting' | 'open' | 'polling'
  /**
   * Monotonic milliseconds, to the second, of the last message of any topic; null before the first. A
   * topic is sent when it changes, so this and not the topic's own age says whether it holds.
   */
  heardAt: number | null
  /** Likewise of the last live figures, which change as long as any meter is heard. */
  villageHeardAt: number | null
  villageSeq: number
  /** Market time of the last live figures. */
  villageAt: string | null
  status: Status | null
  /** Its flows are those that run now, see {@link runningFlows}. */
  village: Village | null
  book: Book | null
  settlements: Settlement[] | null
}

type Message =
  | { t: 'status'; d: Status }
  | VillageMessage
  | { t: 'book'; d: Book }
  | { t: 'settlements'; d: Settlement[] }

type VillageMessage =
  | { t: 'village'; seq?: number; after?: undefined; at?: string; d: Village }
  | { t: 'village'; seq: number; after: number; at?: string; d: VillageChange }

/** What is new since message `after`: homes by their place, all flows; what is not there has not changed. */
type VillageChange = { homes: Record<string, HomePower>; flows?: Flow[]; interval?: string }

const FIRST_RETRY_MILLIS = 500
const LONGEST_RETRY_MILLIS = 15_000
const POLL_MILLIS = 4_000
/** Longer than the market ever waits between two messages. */
const SILENCE_MILLIS = 10_000
/** The same for somebody who has just come back to the page. */
const SILENCE_ON_WAKING_MILLIS = 3_000

const NOTHING: Omit<LiveState, 'connection'> = {
  heardAt: null,
  villageHeardAt: null,
  villageSeq: 0,
  villageAt: null,
  status: null,
  village: null,
  book: null,
  settlements: null,
}

export class LiveStore {
  private state: LiveState = { connection: 'connecting', ...NOTHING }
  private readonly listeners = new Set<() => void>()
  private socket: WebSocket | null = null
  private failures = 0
  private retryTimer = 0
  private pollTimer = 0
  private silenceTimer = 0
  /** When the socket was opened or last said something; monotonic. */
  private saidAt = 0
  private polledVillage = ''
  /** The last live figures as the market sent them, on which the next message may build, and their number. */
  private base: { seq: number; village: Village } | null = null
  private areaId: number | null = null
  /** What the market is asked for; null leaves it to the market, which shows one's own or its only one. */
  private asked: number | null = null

  readonly snapshot = (): LiveState => this.state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** From now on all is about this area; `only` if there is no other. */
  follow(areaId: number, only: boolean): void {
    const asked = only ? null : areaId
    this.areaId = areaId
    if (asked === this.asked) return
    this.asked = asked
    this.polledVillage = ''
    this.update(NOTHING)
    if (this.pollTimer) this.poll()
    if (this.socket) this.again()
  }

  start(): void {
    if (this.socket) return
    window.clearTimeout(this.retryTimer)
    this.retryTimer = 0
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
    const socket = new WebSocket(
      `${scheme}://${location.host}/ws/v1${this.asked ? `?area=${this.asked}` : ''}`,
    )
    this.socket = socket
    this.listen()
    socket.onopen = () => {
      this.failures = 0
      this.listen()
      this.stopPolling()
      this.update({ connection: 'open' })
    }
    socket.onmessage = (event) => this.receive(event.data)
    socket.onclose = () => this.retry()
  }

  stop(): void {
    window.clearTimeout(this.retryTimer)
    this.retryTimer = 0
    this.stopPolling()
    this.leave()
  }

  /** The network or the reader is back: does not wait for the next try, or for a dead socket. */
  wake(): void {
    const dead = this.socket !== null && performance.now() - this.saidAt > SILENCE_ON_WAKING_MILLIS
    if (dead) this.again()
    else if (this.retryTimer) this.start()
  }

  /** Waits for the next message, at most so long. */
  private listen(): void {
    this.saidAt = performance.now()
    window.clearTimeout(this.silenceTimer)
    this.silenceTimer = window.setTimeout(() => {
      this.leave()
      this.retry()
      this.startPolling()
    }, SILENCE_MILLIS)
  }

  /** Of a dead socket the browser may say only minutes later that it is closed. */
  private leave(): void {
    window.clearTimeout(this.silenceTimer)
    if (this.socket) {
      this.socket.onopen = null
      this.socket.onmessage = null
      this.socket.onclose = null
      this.socket.close()
    }
    this.socket = null
  }

  private receive(text: string): void {
    this.listen()
    const message = JSON.parse(text) as Message
    this.take(message)
  }

  private take(message: Message): void {
    const heardAt = Math.ceil(performance.now() / 1000) * 1000
    if (message.t === 'status') this.update({ heardAt, status: message.d })
    if (message.t === 'book') this.update({ heardAt, book: message.d })
    if (message.t === 'settlements') this.update({ heardAt, settlements: message.d })
    if (message.t === 'village') this.takeVillage(message, heardAt)
  }

  private takeVillage(message: VillageMessage, heardAt: number): void {
    const whole = this.whole(message)
    if (!whole) {
      this.again()
      return
    }
    this.base = { seq: message.seq ?? 0, village: whole }
    const villageSeq = this.state.villageSeq + 1
    const village = { ...whole, flows: runningFlows(whole) }
    this.update({ heardAt, villageHeardAt: heardAt, villageSeq, villageAt: message.at ?? null, village })
  }

  /** Null if it builds on a message that did not come. */
  private whole(message: VillageMessage): Village | null {
    if (message.after === undefined) return message.d
    if (this.base?.seq !== message.after) return null
    const { homes, ...rest } = message.d
    const before = this.base.village
    return { ...before, ...rest, homes: before.homes.map((home, place) => homes[place] ?? home) }
  }

  /** A new socket is sent everything. */
  private again(): void {
    this.leave()
    this.start()
  }

  private retry(): void {
    window.clearTimeout(this.silenceTimer)
    this.socket = null
    this.failures++
    const longest = Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** (this.failures - 1))
    this.retryTimer = window.setTimeout(() => this.start(), longest * (0.5 + Math.random() / 2))
    if (this.failures >= 2) this.startPolling()
  }

  private startPolling(): void {
    if (this.pollTimer) return
    this.update({ connection: 'polling' })
    this.pollTimer = window.setInterval(() => this.poll(), POLL_MILLIS)
    this.poll()
  }

  private stopPolling(): void {
    window.clearInterval(this.pollTimer)
    this.pollTimer = 0
  }

  private poll(): void {
    const area = this.areaId
    const take = (message: Message) => {
      if (this.pollTimer && area === this.areaId) this.take(message)
    }
    // A market that does not answer either shows as a growing age on the freshness chip.
    const ignore = () => {}
    api.status(this.asked ?? undefined).then((d) => take({ t: 'status', d }), ignore)
    if (area === null) return
    api.book(area).then((d) => take({ t: 'book', d }), ignore)
    api.settlements(area, 8).then((d) => take({ t: 'settlements', d }), ignore)
    api.village(area).then(({ at, village }) => {
      // As the socket does, says it only when it has changed: else no meter was heard since.
      const text = JSON.stringify(village)
      if (area !== this.areaId || text === this.polledVillage) return
      take({ t: 'village', at, d: village })
      this.polledVillage = text
    }, ignore)
  }

  private update(change: Partial<LiveState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }
}

export const liveStore = new LiveStore()

/**
 * Reads a part of the live state; draws again only when that part changes, and piece by piece, so that a
 * message never keeps the page from answering keys.
 */
export function useLive<T>(part: (state: LiveState) => T): T {
  const value = part(liveStore.snapshot())
  const drawn = useRef({ part, value })
  const [, drawAgain] = useReducer((rounds: number) => rounds + 1, 0)
  useEffect(() => {
    drawn.current = { part, value }
  })
  useEffect(() => {
    const look = () => {
      const last = drawn.current
      if (!Object.is(last.part(liveStore.snapshot()), last.value)) startTransition(drawAgain)
    }
    look()
    return liveStore.subscribe(look)
  }, [])
  return value
}

/** What homes do now; null while no message said it, for which the first page waits. */
export function useVillage(): Village | null {
  const village = useLive((state) => state.village)
  useHold(village === null)
  return village
}
