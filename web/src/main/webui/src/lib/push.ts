// The browser's own part of web push: its subscription lives in the service worker.
import { api } from './api'

/** Also not while developing, when there is no service worker. */
export const isPushPossible = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration()
  return (await worker?.pushManager.getSubscription()) ?? null
}

/** The browser's endpoint if the market pushes there to who is signed in: the browser alone does not know. */
export async function pushedTo(): Promise<string | null> {
  const made = await subscription()
  return made && (await api.pushState(made.endpoint)).on ? made.endpoint : null
}

/** Asks the person, the browser and the market; returns the browser's endpoint. */
export async function subscribe(): Promise<string> {
  const worker = await navigator.serviceWorker.getRegistration()
  if (!worker || (await Notification.requestPermission()) !== 'granted') throw new Error('not allowed')
  const { publicKey } = await api.pushKey()
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  const keys = made.toJSON().keys
  await api.subscribePush(made.endpoint, keys?.p256dh ?? '', keys?.auth ?? '')
  return made.endpoint
}

export async function unsubscribe(): Promise<void> {
  const made = await subscription()
  if (!made) return
  await api.unsubscribePush(made.endpoint)
  await made.unsubscribe()
}

/** Whoever is next at this browser gets nothing of what was for the one before. */
export async function forget(): Promise<void> {
  if (isPushPossible()) await (await subscription())?.unsubscribe()
}
