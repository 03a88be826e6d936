import { startTransition, useCallback, useEffect, useRef, useState } from 'react'
import { ApiError } from './api'
import { useHold } from './firstView'

export interface Resource<T> {
  data: T | null
  error: ApiError | null
  reload: () => void
}

const FIRST_RETRY_MILLIS = 1_000
const LONGEST_RETRY_MILLIS = 10_000

/**
 * Loads what `key` names and keeps it fresh while the page is visible. The last good answer stays
 * while a later one fails, and goes when the key changes. A null key loads nothing. Answers are drawn piece by
 * piece, so that the page goes on answering keys.
 */
export function useResource<T>(
  key: string | null,
  load: () => Promise<T>,
  refreshMillis?: number,
): Resource<T> {
  const [answer, setAnswer] = useState<{ key: string | null; data: T | null; error: ApiError | null }>({
    key,
    data: null,
    error: null,
  })
  const [round, setRound] = useState(0)
  const loader = useRef(load)
  loader.current = load

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round loads again
  useEffect(() => {
    if (key === null) return
    let timer = 0
    let failures = 0
    let current = true
    const again = (millis: number) => {
      timer = window.setTimeout(run, millis)
    }
    const run = () => {
      if (document.hidden && refreshMillis) return again(refreshMillis)
      loader.current().then(
        (data) => {
          if (!current) return
          failures = 0
          startTransition(() => setAnswer({ key, data, error: null }))
          if (refreshMillis) again(refreshMillis)
        },
        (reason: unknown) => {
          if (!current) return
          const error = reason instanceof ApiError ? reason : new ApiError(0, '')
          startTransition(() =>
            setAnswer((last) => ({ key, data: last.key === key ? last.data : null, error })),
          )
          const settled = error.status >= 400 && error.status < 500
          if (!settled) again(Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** failures++))
        },
      )
    }
    run()
    return () => {
      current = false
      window.clearTimeout(timer)
    }
  }, [key, refreshMillis, round])

  const answered = answer.key === key && (answer.data !== null || answer.error !== null)
  useHold(key !== null && !answered)
  const reload = useCallback(() => setRound((last) => last + 1), [])
  return answer.key === key
    ? { data: answer.data, error: answer.error, reload }
    : { data: null, error: null, reload }
}
