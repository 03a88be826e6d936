import { useState } from 'react'
import { ApiError } from './api'
import { t } from './messages'
import { NotAnswered } from './passkey'

interface Sending {
  busy: boolean
  done: boolean
  error: ApiError | null
  /** What is wrong with a field, if it is that one. */
  faultOf: (field: string) => string | null
  /** What is wrong with none of these fields. */
  otherThan: (...fields: string[]) => string | null
  send: (work: () => Promise<unknown>, after?: () => void) => void
}

/** One write at a time, and what became of it. */
export function useSend(): Sending {
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  return {
    busy,
    done,
    error,
    faultOf: (field) => (error?.field === field ? error.message : null),
    otherThan: (...fields) => (error && !fields.includes(error.field ?? '') ? failureText(error) : null),
    send: (work, after) => {
      setBusy(true)
      setDone(false)
      setError(null)
      work().then(
        () => {
          setBusy(false)
          setDone(true)
          after?.()
        },
        (reason: unknown) => {
          setBusy(false)
          // Who closed the browser's question about a passkey knows it.
          if (reason instanceof NotAnswered) return
          setError(reason instanceof ApiError ? reason : new ApiError(0, ''))
        },
      )
    },
  }
}

/** Why something was refused, in the page's language. */
export function failureText(error: ApiError): string {
  if (error.status === 429) return t.signIn.tooMany(Math.max(1, Math.ceil((error.retryAfter ?? 60) / 60)))
  if (error.status === 409 && error.message === '') return t.passkeys.there
  return error.message || t.signIn.unreachable
}
