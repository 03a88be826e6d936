// The browser's own part of web push: its subscription lives in the service worker.
import { api } from '../../lib/api'

/** Also not while developing, when there is no service worker. */
export const isPushPossible = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

export async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration()
  return (await worker?.pushManager.getSubscription()) ?? null
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
