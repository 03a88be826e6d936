// Opens the web app in a real browser and holds it to what people rely on.
//   node e2e/village.e2e.mjs http://localhost:8080 [folder for screenshots]
// Exit code 0 only if everything held. CHROMIUM names the browser, default /usr/bin/chromium.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const base = process.argv[2]?.replace(/\/$/, '')
const shots = process.argv[3]
if (!base) {
  console.error('usage: node e2e/village.e2e.mjs <address> [folder for screenshots]')
  process.exit(2)
}
if (shots) mkdirSync(shots, { recursive: true })

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const profile = mkdtempSync(join(tmpdir(), 'peerwatt-e2e-'))
const failures = []
const started = Date.now()
const say = (text) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`)

function hold(condition, what) {
  if (!condition) failures.push(what)
  say(`${condition ? 'ok    ' : 'FAILED'} ${what}`)
}

const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  viewport: { width: 1440, height: 900 },
  colorScheme: 'light',
  locale: 'en-GB',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
})

function watch(page) {
  page.on('console', (message) => {
    if (message.type() === 'error') failures.push(`console error: ${message.text()}`)
  })
  page.on('pageerror', (error) => failures.push(`page error: ${error.message}`))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // A request that the page itself gives up when it moves on is no failure.
    if (why !== 'net::ERR_ABORTED') failures.push(`request failed: ${request.url()} ${why}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) failures.push(`status ${response.status()}: ${response.url()}`)
  })
}

async function picture(page, name) {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

async function axe(page, name) {
  // Not as a script of the page, which would be none of its own.
  await page.evaluate(axeSource)
  const { violations, passes } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  )
  for (const violation of violations) {
    say(`       ${violation.id}: ${violation.help}`)
    for (const node of violation.nodes.slice(0, 4))
      say(`         ${node.target.join(' ')} ${node.failureSummary?.replaceAll('\n', ' ')}`)
  }
  hold(violations.length === 0, `axe on ${name}: ${passes.length} rules pass, ${violations.length} broken`)
}

const text = (page, id) => page.getByTestId(id).first().innerText()

/** What the street shows: message count and every live figure. */
const live = (page) =>
  page.evaluate(() => {
    const street = document.querySelector('[data-testid="street"]')
    const figures = [...document.querySelectorAll('[data-testid^="kpi-"], [data-testid="street"] a')]
    return {
      seq: Number(street?.getAttribute('data-seq') ?? 0),
      text: figures.map((node) => node.textContent).join('|'),
    }
  })

async function until(what, seconds, check) {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const value = await check().catch(() => null)
    if (value) return value
    if (Date.now() > deadline) {
      hold(false, `${what} within ${seconds} s`)
      return null
    }
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}

async function village(page) {
  await page.goto(`${base}/`)
  const seen = await until('live figures', 60, async () => {
    const now = await live(page)
    return now.seq > 0 && /\d/.test(await text(page, 'kpi-made')) ? now : null
  })
  if (!seen) return
  hold(true, `live figures: ${(await text(page, 'headline')).replaceAll('\n', ' ')}`)
  say(
    `       ${await text(page, 'market-clock')}; made ${await text(page, 'kpi-made')}, used ${await text(page, 'kpi-used')}`,
  )
  const second = await until('a second update with other figures', 60, async () => {
    const now = await live(page)
    return now.seq > seen.seq && now.text !== seen.text ? now : null
  })
  const third =
    second &&
    (await until('a third update', 60, async () => ((await live(page)).seq > second.seq ? live(page) : null)))
  if (third) hold(true, `figures change with the stream: updates ${seen.seq}, ${second.seq}, ${third.seq}`)
  const fresh = await until('the freshness chip to say Live', 20, async () =>
    /Live/.test(await text(page, 'freshness')),
  )
  if (fresh) hold(true, 'the freshness chip says Live')
  const homes = await page.locator('[data-testid^="home-"]').count()
  hold(homes >= 2, `${homes} homes stand on the street`)
  await page.locator('[data-testid^="home-"]').first().hover()
  hold(
    (await text(page, 'readout')).length > 10,
    `pointing at a home reads: ${(await text(page, 'readout')).replaceAll('\n', ' ')}`,
  )
  await page.mouse.move(2, 2)
  hold((await page.getByTestId('book').locator('tr').count()) > 4, 'the order book is a table')
  await page.getByRole('button', { name: 'Table' }).first().click()
  hold(
    (await page.getByTestId('street-table').locator('tbody tr').count()) === homes,
    'the street has a table view',
  )
  await axe(page, 'village as a table')
  await page.getByRole('button', { name: 'Picture' }).click()
}

async function home(page) {
  const first = page.locator('[data-testid^="home-"]').first()
  const id = (await first.getAttribute('data-testid')).replace('home-', '')
  await first.click()
  await page.waitForURL(`**/home/${id}`)
  await page.getByTestId('day-chart').locator('svg').waitFor({ timeout: 30_000 })
  hold(true, `home ${id} opens its day: ${(await text(page, 'headline')).replaceAll('\n', ' ')}`)
  await picture(page, 'home-1440-light')
  const before = await text(page, 'day-readout')
  const chart = await page.getByTestId('day-chart').boundingBox()
  await page.mouse.move(chart.x + chart.width * 0.3, chart.y + chart.height * 0.4)
  hold((await text(page, 'day-readout')) !== before, 'the legend reads out the quarter hour pointed at')
  await page.mouse.move(2, 2)
  const scrubber = page.getByTestId('day-chart').locator('input[type=range]')
  await scrubber.focus()
  await page.keyboard.press('ArrowLeft')
  hold(
    /\d\d:\d\d–\d\d:\d\d\./.test(await scrubber.getAttribute('aria-valuetext')),
    `arrow keys speak: ${await scrubber.getAttribute('aria-valuetext')}`,
  )
  await page.getByRole('button', { name: 'Table' }).click()
  const rows = await page.getByTestId('day-table').locator('tbody tr').count()
  hold([92, 96, 100].includes(rows), `the day's table has ${rows} quarter hours`)
  await axe(page, 'home as a table')
  await page.reload()
  await page.getByTestId('day-chart').locator('svg').waitFor({ timeout: 30_000 })
  hold(page.url().endsWith(`/home/${id}`), `a reload of ${new URL(page.url()).pathname} shows the same home`)
  return id
}

async function market(page) {
  await page.getByRole('link', { name: 'Market' }).click()
  await page.waitForURL('**/market')
  await page.getByTestId('book').waitFor({ timeout: 30_000 })
  hold(true, `market: ${(await text(page, 'headline')).replaceAll('\n', ' ')}`)
  await picture(page, 'market-1440-light')
  await page.goBack()
  hold(page.url().includes('/home/'), 'the back button returns to the home')
}

/** A member signs in, changes how the home trades, sees what that would have brought, and undoes it. */
async function strategy(page, login, password) {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${base}/sign-in`)
  await page.locator('input[autocomplete=username]').fill(login)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${base}/`)
  await page.goto(`${base}/you`)
  const href = await page.locator('main a[href^="/home/"]').first().getAttribute('href')
  await page.goto(`${base}${href}/strategy`)
  await page.getByRole('radio', { name: 'Best price' }).check()
  hold((await text(page, 'effect-BEST_PRICE')).length > 0, `effect: ${await text(page, 'effect-BEST_PRICE')}`)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Undo' }).click({ timeout: 10_000 })
  await until('the choice to be undone', 10, () => page.getByRole('radio', { name: 'Balanced' }).isChecked())
  await page.getByRole('button', { name: 'Pause trading' }).click()
  const paused = await until('trading to pause', 10, async () => /paused/.test(await text(page, 'headline')))
  if (paused) hold(true, `paused: ${await text(page, 'headline')}`)
  await axe(page, 'strategy, paused')
  await page.getByRole('button', { name: 'Resume trading' }).click()
  const resumed = await until(
    'trading to go on',
    10,
    async () => !/paused/.test(await text(page, 'headline')),
  )
  if (resumed) hold(true, `trading again: ${await text(page, 'headline')}`)
}

/** Signs in as a member of the demo, looks at the account, and signs out again. */
async function account(page) {
  await page.goto(`${base}/you`)
  const login = page.getByRole('textbox', { name: 'E-mail or login name' })
  await login.waitFor({ timeout: 30_000 })
  await axe(page, 'sign-in')
  await picture(page, 'sign-in-1440-light')
  await login.fill('home-01')
  await page.keyboard.press('Tab')
  await page.keyboard.type('demo')
  await page.keyboard.press('Enter')
  await page.getByTestId('sessions').locator('li').first().waitFor({ timeout: 30_000 })
  await page.getByTestId('activity').locator('li').first().waitFor({ timeout: 30_000 })
  hold(true, `signed in by keyboard: ${(await text(page, 'headline')).replaceAll('\n', ' ')}`)
  hold(/this browser/.test(await text(page, 'sessions')), 'the list of browsers names this one')
  const cookies = await context.cookies(base)
  const cookie = cookies.find((one) => one.name === 'peerwatt-session')
  hold(
    cookie?.httpOnly && cookie.sameSite === 'Strict',
    'the session cookie is out of reach of scripts and sites',
  )
  for (const [scheme, width, height] of [
    ['light', 1440, 900],
    ['dark', 390, 844],
  ]) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(300)
    await axe(page, `account, ${scheme}, ${width} px`)
    await picture(page, `you-${width}-${scheme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await login.waitFor({ timeout: 30_000 })
  const left = (await context.cookies(base)).some((one) => one.name === 'peerwatt-session')
  hold(!left, 'signing out takes the cookie away')
}

/** Every page in both colour schemes and four widths: axe, no sideways scroll, pictures. */
async function looks(page, id) {
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme })
    for (const [width, height] of [
      [1440, 900],
      [820, 1180],
      [390, 844],
      [320, 640],
    ]) {
      await page.setViewportSize({ width, height })
      for (const [name, path, ready] of [
        ['village', '/', 'street'],
        ['home', `/home/${id}`, 'day-readout'],
        ['market', '/market', 'book'],
        ['billing', '/billing', 'headline'],
        ['strategy', `/home/${id}/strategy`, 'acts'],
      ]) {
        await page.goto(`${base}${path}`)
        await page.getByTestId(ready).first().waitFor({ timeout: 30_000 })
        await page.waitForTimeout(900)
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        if (over > 0) hold(false, `${name} at ${width} px scrolls sideways by ${over} px`)
        await axe(page, `${name}, ${scheme}, ${width} px`)
        await picture(page, `${name}-${width}-${scheme}`)
      }
    }
  }
}

/** An operator rehearses hours without the grid and reads how they would go. */
async function island() {
  const page = await context.newPage()
  watch(page)
  await page.goto(`${base}/sign-in?next=/balancing`)
  await page.locator('input[autocomplete="username"]').fill('operator')
  await page.locator('input[autocomplete="current-password"]').fill('demo')
  await page.keyboard.press('Enter')
  await page.getByTestId('rehearsal-form').waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Rehearse' }).click()
  await page.getByTestId('rehearsal-outcome').waitFor({ timeout: 60_000 })
  const said = await text(page, 'rehearsal-outcome')
  hold(/^It holds/.test(said), `without the grid: ${said.split('\n')[0]}`)
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme })
    for (const width of [1440, 820, 390, 320]) {
      await page.setViewportSize({ width, height: 900 })
      await page.waitForTimeout(600)
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      if (over > 0) hold(false, `balancing at ${width} px scrolls sideways by ${over} px`)
      await axe(page, `balancing, ${scheme}, ${width} px`)
      await picture(page, `balancing-${width}-${scheme}`)
    }
  }
  await page.close()
}

/** Installed on a phone, the app opens without a network too, and says that it shows nothing new. */
async function offline() {
  const page = await context.newPage()
  await page.goto(`${base}/`)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await context.setOffline(true)
  await page.reload()
  const said = page.getByText('The market does not answer.')
  if (await until('word that the market does not answer', 30, () => said.isVisible()))
    hold(true, 'opens without a network, and says so')
  await picture(page, 'offline-1440-light')
  await context.setOffline(false)
  await page.close()
}

try {
  const page = context.pages()[0] ?? (await context.newPage())
  watch(page)
  await village(page)
  await picture(page, 'village-1440-light')
  const id = await home(page)
  await market(page)
  await account(page)
  await looks(page, id)
  await strategy(page, process.env.LOGIN ?? 'home-01', process.env.PASSWORD ?? 'demo')
  await page.close()
  await island()
  await offline()
} catch (error) {
  failures.push(error.stack ?? String(error))
} finally {
  await context.close()
  rmSync(profile, { recursive: true, force: true })
}

for (const failure of new Set(failures)) console.log(`FAILED ${failure}`)
console.log(failures.length === 0 ? 'all held' : `${failures.length} did not hold`)
process.exit(failures.length === 0 ? 0 : 1)
