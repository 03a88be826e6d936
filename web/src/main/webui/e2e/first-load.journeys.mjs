import { gzipSync } from 'node:zlib'

const MOST_BYTES = 130_000

/** Whoever opens the page, and in which languages. */
const PEOPLE = [null, 'home-01', 'utility', 'operator']
const LOCALES = ['en-GB', 'de-AT']

/** What everybody waits for before anything is drawn. */
export async function firstLoad({ journey }) {
  await journey('first-load', loadsLittle)
}

/** Everybody's start page loads little JavaScript in every language, and the words of one language only. */
async function loadsLittle({ base, visitor, signedIn, hold, axe }) {
  for (const who of PEOPLE) {
    const seat = who ? await signedIn(who) : await visitor()
    const storageState = await seat.context().storageState()
    for (const locale of LOCALES) {
      // With nothing from before, and no service worker that fetches for itself.
      const browser = seat.context().browser()
      const context = await browser.newContext({ locale, storageState, serviceWorkers: 'block' })
      const page = await context.newPage()
      const what = `${who ?? 'nobody'}, ${locale}`
      const scripts = await initialScripts(page, `${base}/`, what, hold)
      if (!who) await axe(page, what)
      const words = scripts
        .map((response) => response.url())
        .filter((url) => /\/(de|en)-[^/]*\.js$/.test(url))
      hold(
        words.length === 1 && words[0].includes(`/${locale.slice(0, 2)}-`),
        `${what}: words of ${words.map((url) => new URL(url).pathname).join(', ')}`,
      )
      await context.close()
    }
  }
}

/** Loads an address and holds its JavaScript to the bar; answers with the scripts' responses. */
async function initialScripts(page, address, what, hold) {
  const scripts = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response)
  })
  await page.goto(address)
  await page.locator('main h1:not(.visually-hidden)').waitFor()
  await page.waitForLoadState('networkidle')
  const bodies = await Promise.all(scripts.map((response) => response.body()))
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
  hold(
    bytes > 0 && bytes <= MOST_BYTES,
    `${what}: ${(bytes / 1000).toFixed(1)} kB of JavaScript as gzip, at most ${MOST_BYTES / 1000}`,
  )
  return scripts
}
