import { gzipSync } from 'node:zlib'

const MOST_BYTES = 130_000

/** What everybody waits for before anything is drawn. */
export async function firstLoad({ journey }) {
  await journey('first-load', loadsLittle)
}

/** The first page loads little JavaScript in every language, and the words of one language only. */
async function loadsLittle({ base, visitor, hold, axe }) {
  for (const locale of ['en-GB', 'de-AT']) {
    const page = await visitor(locale)
    const scripts = await initialScripts(page, `${base}/`, locale, hold)
    await axe(page, locale)
    const words = scripts.map((response) => response.url()).filter((url) => /\/(de|en)-[^/]*\.js$/.test(url))
    hold(
      words.length === 1 && words[0].includes(`/${locale.slice(0, 2)}-`),
      `${locale}: words of ${words.map((url) => new URL(url).pathname).join(', ')}`,
    )
  }
}

/** Loads an address and holds its JavaScript to the bar; answers with the scripts' responses. */
export async function initialScripts(page, address, what, hold) {
  const scripts = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response)
  })
  await page.goto(address)
  await page.locator('h1').waitFor()
  await page.waitForLoadState('networkidle')
  const bodies = await Promise.all(scripts.map((response) => response.body()))
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
  hold(
    bytes > 0 && bytes <= MOST_BYTES,
    `${what}: ${(bytes / 1000).toFixed(1)} kB of JavaScript as gzip, at most ${MOST_BYTES / 1000}`,
  )
  return scripts
}
