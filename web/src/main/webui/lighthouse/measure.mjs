// Lighthouse as on a phone, and how soon a screen can be used, for every screen of a running market:
//   node lighthouse/measure.mjs http://localhost:8080 <file for the figures> [screen ...]
// Needs the demo's logins. CHROMIUM names the browser, default /usr/bin/chromium.
import { writeFileSync } from 'node:fs'
import lighthouse from 'lighthouse'
import { launch } from 'puppeteer-core'
import { PROSUMER, screensOf } from '../e2e/screens.mjs'

const PHONE = { width: 412, height: 823, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true }
/** Performance of one load is noisy: the middle one of so many. */
const RUNS = 3
const MOST_MILLIS = 30_000
const LOOK_BACK_MILLIS = 24 * 3_600_000

const [address, file, ...wanted] = process.argv.slice(2)
if (!address || !file) {
  console.error('usage: node lighthouse/measure.mjs <address> <file for the figures> [screen ...]')
  process.exit(2)
}
const base = address.replace(/\/$/, '')
const browser = await launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
})

/** Runs with a page of a browser profile of its own, which nothing was loaded into before. */
async function fresh(login, act) {
  const context = await browser.createBrowserContext()
  try {
    const page = await context.newPage()
    if (login) await signIn(page, login)
    return await act(page)
  } finally {
    await context.close()
  }
}

/** Signs in from a bare file of the market, so that none of the app is loaded by it. */
async function signIn(page, login) {
  await page.goto(`${base}/icon.svg`)
  const status = await page.evaluate(async (name) => {
    const body = JSON.stringify({ login: name, password: 'demo' })
    const headers = { 'content-type': 'application/json' }
    return (await fetch('/api/v1/session', { method: 'POST', headers, body })).status
  }, login)
  if (status !== 200) throw new Error(`${login} could not sign in: ${status}`)
}

const ask = (page, path) =>
  page.evaluate(async (url) => (await fetch(url, { headers: { accept: 'application/json' } })).json(), path)

/** The prosumer's home, and the first quarter hour that traded. */
function subjects() {
  return fresh('operator', async (page) => {
    const [area] = await ask(page, '/api/v1/areas')
    const { marketTime } = await ask(page, '/api/v1/status')
    const from = new Date(Date.parse(marketTime) - LOOK_BACK_MILLIS).toISOString()
    const span = `from=${from}&to=${marketTime}`
    const trades = await ask(page, `/api/v1/areas/${area.id}/events?kind=TRADED&${span}&limit=1`)
    const home = await fresh(PROSUMER, async (own) => (await ask(own, '/api/v1/session')).homes[0])
    return [home.participantId, trades[0].interval]
  })
}

/** Milliseconds until the screen says what it is about and the page answers a key, unthrottled. */
function usable({ login, path }) {
  return fresh(login, async (page) => {
    await page.setViewport(PHONE)
    const started = performance.now()
    await page.goto(base + path, { waitUntil: 'domcontentloaded' })
    await page.waitForFunction(
      () =>
        document.querySelector('main h1')?.textContent &&
        document.querySelector('main [data-waiting]') === null,
      { timeout: MOST_MILLIS, polling: 'raf' },
    )
    await page.keyboard.press('Tab')
    await page.waitForFunction(() => document.activeElement !== document.body, { polling: 'raf' })
    return Math.round(performance.now() - started)
  })
}

function lighthouseOf({ login, path }) {
  return fresh(login, async (page) => {
    const flags = { onlyCategories: ['performance', 'accessibility'], logLevel: 'error' }
    const { lhr } = await lighthouse(base + path, flags, undefined, page)
    if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`)
    const millis = (audit) => Math.round(lhr.audits[audit].numericValue)
    const refs = lhr.categories.accessibility.auditRefs.filter(({ weight }) => weight > 0)
    return {
      performance: Math.round(lhr.categories.performance.score * 100),
      accessibility: Math.round(lhr.categories.accessibility.score * 100),
      cls: Math.round(lhr.audits['cumulative-layout-shift'].numericValue * 1000) / 1000,
      firstPaintMillis: millis('first-contentful-paint'),
      largestPaintMillis: millis('largest-contentful-paint'),
      speedIndexMillis: millis('speed-index'),
      blockingMillis: millis('total-blocking-time'),
      kilobytes: Math.round(lhr.audits['total-byte-weight'].numericValue / 1000),
      faults: refs.map(({ id }) => id).filter((id) => (lhr.audits[id].score ?? 1) < 1),
      shifts: (lhr.audits['layout-shifts'].details?.items ?? []).map(
        ({ node, score }) => `${Math.round(score * 1000) / 1000} ${node?.selector}`,
      ),
    }
  })
}

const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** Of several loads: the one of middle performance, but the worst of what does not depend on the machine. */
async function figuresOf(screen) {
  const runs = []
  const waits = []
  for (let run = 0; run < RUNS; run++) {
    runs.push(await lighthouseOf(screen))
    waits.push(await usable(screen))
  }
  const performance = middle(runs.map((one) => one.performance))
  return {
    ...runs.find((one) => one.performance === performance),
    accessibility: Math.min(...runs.map((one) => one.accessibility)),
    cls: Math.max(...runs.map((one) => one.cls)),
    faults: [...new Set(runs.flatMap((one) => one.faults))],
    shifts: [...new Set(runs.flatMap((one) => one.shifts))],
    usableMillis: middle(waits),
  }
}

const figures = {}
try {
  const screens = screensOf(...(await subjects()))
  for (const screen of screens) {
    if (wanted.length > 0 && !wanted.includes(screen.name)) continue
    figures[screen.name] = await figuresOf(screen)
    const { faults, shifts, ...numbers } = figures[screen.name]
    console.log(screen.name, JSON.stringify(numbers), ...faults, ...shifts)
  }
} finally {
  await browser.close()
}
writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`)
