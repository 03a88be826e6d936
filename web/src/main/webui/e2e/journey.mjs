// What journeys through the page in a real browser share: the browser, who is signed in, what must hold,
// and how a page looks in both colour schemes at both sizes.
//
//   const stage = await open(process.argv)
//   await stage.journey('strategy', async ({ visitor, hold, looks }) => { … })
//   await stage.end()
//
// Pictures are named `<name>-<width>-<scheme>.png`. CHROMIUM names the browser, default /usr/bin/chromium.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Whoever speaks to the page says what is read on a control: still an experiment of axe, so named by itself. */
const AXE_MORE = { 'label-content-name-mismatch': { enabled: true } }
const SCHEMES = ['light', 'dark']
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]
const NARROWEST = { width: 320, height: 640 }

const started = Date.now()
export const say = (text) =>
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`)

/** Opens the browser. `argv`: address, optional folder for pictures, then names of the only journeys wanted. */
export async function open([, script, address, pictures, ...wanted]) {
  if (!address) {
    console.error(`usage: node ${script} <address> [folder for pictures] [journey ...]`)
    process.exit(2)
  }
  const base = address.replace(/\/$/, '')
  if (pictures) mkdirSync(pictures, { recursive: true })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
  const failures = []

  /** Runs one journey with people of its own; what does not hold is told at the end, and the next one runs. */
  async function journey(name, walk) {
    if (wanted.length > 0 && !wanted.includes(name)) return
    const people = []
    const hold = (condition, what) => {
      if (!condition) failures.push(`${name}: ${what}`)
      say(`${condition ? 'ok    ' : 'FAILED'} ${name}: ${what}`)
      return condition
    }
    const visitor = async (locale = 'en-GB') => {
      const context = await browser.newContext({ locale, viewport: SIZES[0], colorScheme: 'light' })
      people.push(context)
      await context.addInitScript(observeShifts)
      const page = await context.newPage()
      watch(page, (fault) => failures.push(`${name}: ${fault}`))
      page.setDefaultTimeout(30_000)
      return page
    }
    /** Somebody signed in, by keyboard, in a browser of their own. */
    const signedIn = async (login, password = 'demo', locale = undefined) => {
      const page = await visitor(locale)
      await page.goto(`${base}/sign-in`)
      await focused(page.locator('input[autocomplete="username"]'))
      await page.keyboard.type(login)
      await page.keyboard.press('Tab')
      await page.keyboard.type(password)
      await page.keyboard.press('Enter')
      await page.waitForURL(`${base}/`)
      return page
    }
    /** The page as it is, in both schemes and sizes: no axe violation, no sideways scroll, a picture each. */
    const looks = async (page, picture, settled = async () => {}) => {
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme })
        for (const size of [...SIZES, NARROWEST]) {
          await page.setViewportSize(size)
          await settled(page)
          await page.waitForTimeout(400)
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          )
          const what = `${picture}, ${colorScheme}, ${size.width} px`
          hold(over <= 0, `${what}: no sideways scroll (${over} px)`)
          if (size === NARROWEST) continue
          await axe(page, what, hold)
          await page.evaluate(() => scrollTo(0, 0))
          if (pictures)
            await page.screenshot({ path: join(pictures, `${picture}-${size.width}-${colorScheme}.png`) })
        }
      }
      await page.emulateMedia({ colorScheme: 'light' })
      await page.setViewportSize(SIZES[0])
    }
    try {
      await walk({
        base,
        pictures,
        visitor,
        signedIn,
        hold,
        looks,
        axe: (page, what) => axe(page, what, hold),
      })
    } catch (error) {
      hold(false, error.stack ?? String(error))
      const pages = people.flatMap((context) => context.pages())
      if (pictures)
        for (const [n, page] of pages.entries())
          await page.screenshot({ path: join(pictures, `failed-${name}-${n}.png`) }).catch(() => {})
    } finally {
      for (const context of people) await context.close()
    }
  }

  /** Ends the process: 0 only if everything held. */
  async function end() {
    await browser.close()
    for (const failure of new Set(failures)) console.log(`FAILED ${failure}`)
    console.log(failures.length === 0 ? 'all held' : `${failures.length} did not hold`)
    process.exit(failures.length === 0 ? 0 : 1)
  }
  return { base, journey, end }
}

/** Faults that nobody asked for: errors of the console, of scripts and of requests. */
function watch(page, fault) {
  page.on('console', (message) => {
    if (message.type() === 'error') fault(`console error: ${message.text()} at ${page.url()}`)
  })
  page.on('pageerror', (error) => fault(`page error: ${error.message} at ${page.url()}`))
  page.on('response', (response) => {
    if (response.status() >= 400) fault(`status ${response.status()}: ${response.url()}`)
  })
}

/** In the page: adds up how far things moved by themselves, in the sessions of Web Vitals' CLS. */
function observeShifts() {
  const worst = { sum: 0, of: [] }
  let session = null
  globalThis.worstShift = worst
  const nameOf = ({ node }) => node && `${node.nodeName} ${node.className ?? node.parentElement?.className}`
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries().filter((one) => !one.hadRecentInput)) {
      const at = shift.startTime
      if (!session || at - session.last > 1_000 || at - session.first > 5_000)
        session = { first: at, sum: 0, of: [] }
      session.last = at
      session.sum += shift.value
      session.of.push(...shift.sources.map(nameOf))
      if (session.sum > worst.sum) Object.assign(worst, { sum: session.sum, of: session.of.slice(0, 4) })
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

async function axe(page, what, hold) {
  // Not as a script of the page, which would be none of its own.
  await page.evaluate(AXE)
  const { violations, passes } = await page.evaluate(
    ([runOnly, rules]) => globalThis.axe.run(document, { runOnly, rules }),
    [AXE_RULES, AXE_MORE],
  )
  for (const violation of violations) {
    say(`       ${violation.id}: ${violation.help}`)
    for (const node of violation.nodes.slice(0, 4))
      say(`         ${node.target.join(' ')} ${node.failureSummary?.replaceAll('\n', ' ')}`)
  }
  hold(violations.length === 0, `${what}: axe, ${passes.length} rules pass, ${violations.length} broken`)
}

/** What stands at a test id, in one line. */
export const textAt = async (page, id) =>
  (await page.getByTestId(id).first().innerText()).replaceAll('\n', ' ')

/** The first answer that is not nothing, asked for again and again; throws after the seconds given. */
export async function until(what, seconds, ask) {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask().catch(() => null)
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}

/** What the market answers at a path to whoever is signed in on the page. */
export const ask = (page, path) =>
  page.evaluate(
    async (url) => (await fetch(url, { headers: { accept: 'application/json' } })).json(),
    `/api/v1${path}`,
  )

/** Puts the focus where it can be seen: what a page still holds back takes none. */
export async function focused(locator) {
  await locator.waitFor()
  await locator.focus()
}

/** Goes on with the tab key until something of that role and name has the focus; true if it came so far. */
export async function tabTo(page, locator, most = 80) {
  for (let step = 0; step < most; step++) {
    if (await locator.evaluate((node) => node === document.activeElement).catch(() => false)) return true
    await page.keyboard.press('Tab')
  }
  return false
}
