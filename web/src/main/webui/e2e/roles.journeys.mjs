import { ask } from './journey.mjs'

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

/** Not that of a page that is still to come. */
const HEADLINE = 'main h1:not(.visually-hidden)'

/** A browser that has loaded nothing before, and whose requests all pass by the page's own routes. */
const COLD = { serviceWorkers: 'block' }

/**
 * Every address by who opens it and what must stand there; what other journeys look at as the same person is left
 * to them. `{home}` is the person's own, or the first of the street.
 */
const PAGES = [
  { who: null, path: '/', shows: /./ },
  { who: null, path: '/market', shows: /./ },
  { who: null, path: '/home/{home}', shows: /./ },
  { who: null, path: '/sign-in', shows: /^Sign in/ },
  { who: null, path: '/you', shows: /^Sign in/ },
  { who: null, path: '/join', shows: /^Join your home/ },
  { who: null, path: '/forgot', shows: /^We mail you/ },
  { who: null, path: '/new-password#unknown', shows: /^Choose a new password/ },
  { who: null, path: '/verify#unknown', shows: /^Is the account/ },
  { who: null, path: '/balancing', shows: /./ },
  { who: null, path: '/nowhere', shows: /./ },
  { who: 'home-01', path: '/', shows: /./ },
  { who: 'home-01', path: '/market', shows: /./ },
  { who: 'home-01', path: '/you', shows: /^Signed in as/ },
  { who: 'home-01', path: '/billing?home={home}', shows: /./ },
  { who: 'utility', path: '/', shows: /./ },
  { who: 'utility', path: '/desk', shows: /./ },
  { who: 'utility', path: '/community', shows: /./ },
  { who: 'utility', path: '/billing', shows: /./ },
  { who: 'utility', path: '/events', shows: /./ },
  { who: 'operator', path: '/', shows: /./ },
  { who: 'operator', path: '/desk', shows: /./ },
  { who: 'operator', path: '/balancing', shows: /./ },
  { who: 'operator', path: '/you', shows: /^Signed in as/ },
]

/** What a page says while it has nothing to show, by what the market answers to one of its questions. */
const STATES = [
  {
    name: 'loading',
    path: '/home/{home}/strategy',
    asks: '**/api/v1/**/strategy',
    answers: null,
    says: 'main [role="status"][aria-label="Connecting"]',
  },
  {
    name: 'chain silent',
    path: '/community',
    asks: '**/api/v1/governance',
    answers: { status: 503, json: { title: 'chain unavailable', detail: 'Error 1. Try again later.' } },
    says: 'text=The chain does not answer just now.',
  },
  {
    name: 'chain slow',
    path: '/community',
    asks: '**/api/v1/participants/*/vote',
    answers: null,
    says: 'text=Nobody has proposed anything yet.',
  },
  // Money is there before its currency is.
  {
    name: 'half',
    path: '/you',
    asks: '**/api/v1/areas',
    answers: null,
    says: '[data-testid="control-consent"]',
  },
  {
    name: 'empty',
    path: '/home/{home}/strategy',
    asks: '**/api/v1/**/strategy/acts*',
    answers: { json: [] },
    says: 'text=Nothing yet. The first order',
  },
  {
    name: 'error',
    path: '/home/{home}/strategy',
    asks: '**/api/v1/**/strategy',
    answers: { status: 503, json: { title: 'Not ready', detail: 'The market starts.' } },
    says: 'main [role="status"] button',
  },
]

/** Every page as everybody, in both schemes and sizes. */
export async function everyRole({ journey }) {
  await journey('roles', looksAsEverybody)
  await journey('states', looksWhileNothingIsThere)
}

const homeOf = async (page) => {
  const { homes } = await ask(page, '/session')
  if (homes.length > 0) return homes[0].participantId
  const [area] = await ask(page, '/areas')
  return (await ask(page, `/areas/${area.id}/homes`))[0].participantId
}

/** No axe violation at either size; in the dark only colours can be others. */
async function glance(page, what, axe, hold) {
  for (const size of SIZES) {
    await page.setViewportSize(size)
    await page.waitForTimeout(150)
    await axe(page, `${what}, light, ${size.width} px`)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.waitForTimeout(150)
    const { violations, incomplete } = await page.evaluate(() =>
      globalThis.axe.run(document, { runOnly: ['color-contrast'] }),
    )
    const unread = violations.flatMap(({ nodes }) => nodes.map(({ target }) => target.join(' ')))
    const unsure = incomplete.flatMap(({ nodes }) => nodes).length
    hold(
      unread.length === 0,
      `${what}, dark, ${size.width} px: every text stands out, ${unsure} not known ${unread.join(', ')}`,
    )
    await page.emulateMedia({ colorScheme: 'light' })
  }
}

async function looksAsEverybody({ base, visitor, signedIn, hold, axe }) {
  for (const who of new Set(PAGES.map((page) => page.who))) {
    const page = who ? await signedIn(who) : await visitor()
    if (!who) await page.goto(`${base}/`)
    const home = await homeOf(page)
    for (const { path, shows } of PAGES.filter((one) => one.who === who)) {
      const at = path.replace('{home}', home)
      // A fragment alone loads nothing anew.
      await page.goto('about:blank')
      await page.goto(base + at)
      await page.locator(HEADLINE).waitFor()
      const said = (await page.locator(HEADLINE).innerText()).replaceAll('\n', ' ')
      hold(shows.test(said), `${who ?? 'nobody'} at ${at}: ${said}`)
      await glance(page, `${who ?? 'nobody'} at ${at}`, axe, hold)
    }
  }
}

async function looksWhileNothingIsThere({ base, signedIn, hold, axe }) {
  const seat = await signedIn('home-02')
  const home = await homeOf(seat)
  const browser = seat.context().browser()
  const storageState = await seat.context().storageState()
  for (const { name, path, asks, answers, says } of STATES) {
    // Faults are what this is about, so nobody watches for them.
    const context = await browser.newContext({ locale: 'en-GB', viewport: SIZES[0], storageState, ...COLD })
    const page = await context.newPage()
    await page.route(asks, (route) => (answers ? route.fulfill(answers) : undefined))
    await page.goto(base + path.replace('{home}', home))
    await page.locator(says).first().waitFor()
    hold(true, `${name}: says so`)
    await glance(page, name, axe, hold)
    await context.close()
  }
  await looksStale(base, browser, storageState, hold, axe)
}

/** The connection dies without a word, and nothing answers: the page says from when its figures are. */
async function looksStale(base, browser, storageState, hold, axe) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: SIZES[0], storageState, ...COLD })
  const page = await context.newPage()
  let dead = false
  let opened = 0
  await page.routeWebSocket(/\/ws\/v1/, (socket) => {
    opened++
    if (dead) return
    socket.connectToServer().onMessage((message) => {
      if (!dead) socket.send(message)
    })
  })
  await page.clock.install()
  await page.goto(`${base}/`)
  await page.getByTestId('freshness').getByText('Live').first().waitFor()
  dead = true
  await page.route('**/api/**', (route) => route.abort())
  await page.clock.runFor(11_000)
  await page.clock.runFor(60_000)
  await page
    .getByTestId('freshness')
    .getByText(/^Offline since/)
    .first()
    .waitFor()
  hold(opened > 1, `stale: the silent socket was left, and ${opened - 1} more were tried`)
  await glance(page, 'stale', axe, hold)
  await context.close()
}
