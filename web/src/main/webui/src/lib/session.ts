// Who is signed in, for the whole page. The cookie itself is out of reach of scripts.
import { useSyncExternalStore } from 'react'
import { api, browserSession, type Session } from './api'

let session: Session | null = null
let failed = false
let retry = 0
const listeners = new Set<() => void>()

function set(next: Session): void {
  session = next
  failed = false
  browserSession.writeToken = next.writeToken
  tell()
}

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const RETRY_MILLIS = 3_000

/** Asks who is signed in, until the market answers. */
export function loadSession(): void {
  window.clearTimeout(retry)
  api.session().then(set, () => {
    failed = true
    tell()
    retry = window.setTimeout(loadSession, RETRY_MILLIS)
  })
}

browserSession.onSignedOut = loadSession

export async function signIn(login: string, password: string): Promise<void> {
  set(await api.signIn(login, password))
}

export async function signInByPasskey(credential: unknown): Promise<void> {
  set(await api.signInByPasskey(credential))
}

export async function signOut(): Promise<void> {
  await api.signOut()
  // The browser's push service may be slow, or never answer; the market pushes no longer anyway.
  import('./push').then(({ forget }) => forget()).catch(() => undefined)
  set(await api.session())
}

/** Null until the market has answered. */
export function useSession(): Session | null {
  return useSyncExternalStore(subscribe, () => session)
}

/** Whether the market was asked and does not answer. */
export function useSessionFailed(): boolean {
  return useSyncExternalStore(subscribe, () => failed)
}
