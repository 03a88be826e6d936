// Market time between messages: the last status plus what has passed since, at the market's speed.
import { startTransition, useEffect, useState } from 'react'
import { useHold } from './firstView'
import { liveStore, useLive } from './live'

export interface MarketNow {
  /** Epoch milliseconds of market time. */
  at: number
  speed: number
}

/** A market that is silent for longer may have stopped, and its clock with it. */
const LONGEST_SILENCE_MILLIS = 10_000

/** Market time at a monotonic instant, from an anchor; stands still when no word came for long. */
export function marketTimeAt(anchor: MarketNow, anchorHeardAt: number, monotonic: number): number {
  const passed = Math.min(LONGEST_SILENCE_MILLIS, Math.max(0, monotonic - anchorHeardAt))
  return anchor.at + passed * anchor.speed
}

let anchor: { now: MarketNow; heardAt: number } | null = null
let anchorText = ''

export function marketNow(): MarketNow | null {
  const { status } = liveStore.snapshot()
  if (status && status.marketTime !== anchorText) {
    anchorText = status.marketTime
    anchor = { now: { at: Date.parse(status.marketTime), speed: status.speed }, heardAt: performance.now() }
  }
  return anchor
    ? { at: marketTimeAt(anchor.now, anchor.heardAt, performance.now()), speed: anchor.now.speed }
    : null
}

liveStore.subscribe(marketNow)

/** Market time, renewed every `millis` of wall time. */
export function useMarketNow(millis: number): MarketNow | null {
  const [now, setNow] = useState(marketNow)
  const known = useLive(() => marketNow() !== null)
  useHold(!known)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first word of the market counts at once
  useEffect(() => {
    const tick = () => startTransition(() => setNow(marketNow()))
    tick()
    const timer = window.setInterval(tick, millis)
    return () => window.clearInterval(timer)
  }, [millis, known])
  return now
}

/** Whole seconds since a monotonic instant, renewed every second; null while unknown. */
export function useAge(since: number | null): number | null {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = window.setInterval(() => setNow(performance.now()), 1000)
    return () => window.clearInterval(timer)
  }, [])
  return since === null ? null : Math.max(0, Math.floor((now - since) / 1000))
}
