// How much of what one was told was not read: asked for now and then while somebody is signed in.
import { useSyncExternalStore } from 'react'
import { api, type Unread } from './api'
import { language } from './language'

const ASK_MILLIS = 30_000

let count = 0
let said: string | null = null
const listeners = new Set<() => void>()

/** What is known of it from elsewhere. */
export function setUnread({ unread, language: speaks }: Unread): void {
  count = unread
  for (const listener of listeners) listener()
  // Mails and pushes speak as the page does.
  if (speaks !== language() && said !== language()) {
    said = language()
    api.speakTo(said).catch(() => {
      said = null
    })
  }
}

export const askUnread = (): Promise<void> => api.unread().then(setUnread, () => undefined)

const ask = () => {
  if (!document.hidden) askUnread()
}

let timer = 0

/** Asks as long as anybody looks, and at once when the page is looked at again. */
function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    ask()
    timer = window.setInterval(ask, ASK_MILLIS)
    document.addEventListener('visibilitychange', ask)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    window.clearInterval(timer)
    document.removeEventListener('visibilitychange', ask)
    count = 0
  }
}

export const useUnread = (): number => useSyncExternalStore(subscribe, () => count)
