// The installed app opens without a network, too: it then shows what it knows, which is that the
// market cannot be reached. Figures are never kept, only the page and its files.
const SHELL = 'shell-1'
const PAGE = '/'
/** More than one version's files; older ones go first. */
const MOST_FILES = 80

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell())
  self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate' && isPage(pathname)) event.respondWith(page(request))
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(request))
})

/** The page with the files that it begins with; those of other views are kept when they were used. */
async function keepShell() {
  const [cache, answer] = await Promise.all([caches.open(SHELL), fetch(PAGE)])
  const text = await answer.clone().text()
  const files = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path)
  await cache.addAll(files)
  await cache.put(PAGE, answer)
}

/** Neither a file that is opened by itself nor one of the interfaces. */
const isPage = (path) => !/\.\w+$/.test(path) && !/^\/(api|q|ws)(\/|$)/.test(path)

/** The newest page if it can be had: every link of the app is the same page. */
async function page(request) {
  const cache = await caches.open(SHELL)
  try {
    const answer = await fetch(request)
    // Not what somebody in between, such as a proxy with a sign-in of its own, answers instead.
    const isOurs = answer.ok && !answer.redirected && answer.headers.get('content-type')?.includes('text/html')
    if (isOurs) await cache.put(PAGE, answer.clone())
    return answer
  } catch (error) {
    const kept = await cache.match(PAGE)
    if (kept) return kept
    throw error
  }
}

/** A file's name changes with its content, so one that is kept is right. */
async function asset(request) {
  const cache = await caches.open(SHELL)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) {
    await cache.put(request, answer.clone())
    await forgetOldest(cache)
  }
  return answer
}

async function forgetOldest(cache) {
  const files = (await cache.keys()).filter(({ url }) => new URL(url).pathname !== PAGE)
  await Promise.all(files.slice(0, Math.max(0, files.length - MOST_FILES)).map((file) => cache.delete(file)))
}

/** What the market pushes says all of it: nothing is asked for, and nothing is shown without a text. */
self.addEventListener('push', (event) => {
  const { title, body, path, tag } = event.data?.json() ?? {}
  if (!title) return
  const shown = { body, tag, data: { path }, icon: '/icon-192.png', badge: '/icon-192.png' }
  event.waitUntil(self.registration.showNotification(title, shown))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(showPage(event.notification.data?.path))
})

/** Shows a page of the app, in a window that is open already if there is one. */
async function showPage(path) {
  const url = new URL(path ?? PAGE, self.location.origin)
  if (url.origin !== self.location.origin) return
  const [window] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!window) return self.clients.openWindow(url)
  await window.focus()
  return window.navigate(url)
}
