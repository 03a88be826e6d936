import { join } from 'node:path'
import { ask, until } from './journey.mjs'
import { PROSUMER, screensOf } from './screens.mjs'

const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const NARROWEST = { width: 320, height: 640 }
/** What Web Vitals calls good is 0.1. */
const MOST_SHIFT = 0.05
/** Until the first figure of Today can be read, with nothing loaded before. */
const MOST_MILLIS = 2_000
const LOADS = 3
const LOOK_BACK_MILLIS = 24 * 3_600_000

/** What holds on each screen, whoever it is for. */
export async function everyScreen({ journey }) {
  await journey('usable', showsFiguresSoon)
  await journey('still', standsStill)
  await journey('motion', movesNothingUnasked)
  await journey('print', printsWithoutNavigation)
}

/** Screens by who opens them, each with a page of somebody who may. */
async function peopleAndScreens({ visitor, signedIn }) {
  const operator = await signedIn('operator')
  const [area] = await ask(operator, '/areas')
  const trade = await until('a trade', 60, async () => {
    const { marketTime } = await ask(operator, '/status')
    const from = new Date(Date.parse(marketTime) - LOOK_BACK_MILLIS).toISOString()
    const span = `from=${from}&to=${marketTime}`
    return (await ask(operator, `/areas/${area.id}/events?kind=TRADED&${span}&limit=1`))[0]
  })
  const prosumer = await signedIn(PROSUMER)
  const { participantId } = (await ask(prosumer, '/session')).homes[0]
  const pages = { operator, [PROSUMER]: prosumer, utility: await signedIn('utility') }
  const stranger = await visitor()
  return screensOf(participantId, trade.interval).map((screen) => ({
    ...screen,
    page: pages[screen.login] ?? stranger,
  }))
}

/** Waits until a screen shows what it is about. */
async function shows(page) {
  await page.waitForFunction(
    () => document.querySelector('main h1') && !document.querySelector('main [data-waiting]'),
  )
}

/** How far things moved while a screen was loaded; the steadiest of three loads, as a busy machine delays some. */
async function steadiest(page, url) {
  let best = null
  for (let load = 1; load <= 3 && !(best?.sum < MOST_SHIFT); load++) {
    await page.goto(url)
    await shows(page)
    await page.waitForTimeout(1_500)
    const shift = await page.evaluate(() => globalThis.worstShift)
    best = best && best.sum <= shift.sum ? best : shift
  }
  return best
}

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Today says its first figure soon on a market that runs already; the quickest load, as a busy machine delays some. */
async function showsFiguresSoon({ base, signedIn, hold }) {
  const seat = await signedIn(PROSUMER)
  const { participantId } = (await ask(seat, '/session')).homes[0]
  const today = `${base}/home/${participantId}`
  await seat.goto(today)
  await until('a figure of the day', 120, () => firstFigure(seat))
  const storageState = await seat.context().storageState()
  const browser = seat.context().browser()
  const waits = []
  for (let load = 0; load < LOADS; load++) {
    const context = await browser.newContext({ locale: 'en-GB', viewport: PHONE, storageState })
    const page = await context.newPage()
    await page.goto(today, { waitUntil: 'commit' })
    const seen = await page.waitForFunction(firstFigureAt, null, { polling: 'raf' })
    waits.push(Math.round(await seen.jsonValue()))
    await context.close()
  }
  const soonest = Math.min(...waits)
  hold(soonest <= MOST_MILLIS, `first figure of Today after ${waits.join(', ')} ms, at most ${MOST_MILLIS}`)
}

/** In the page: milliseconds from the start of its load if a figure of the day can be read now. */
function firstFigureAt() {
  const figures = [...document.querySelectorAll('[data-testid^="kpi-"]')]
  const readable = (one) => /\d/.test(one.textContent) && one.checkVisibility({ visibilityProperty: true })
  return figures.some(readable) && performance.now()
}

const firstFigure = (page) => page.evaluate(firstFigureAt)

/** Each screen, loaded anew: nothing moves while it comes, and it fits the narrowest phone. */
async function standsStill({ base, visitor, signedIn, hold }) {
  const screens = await peopleAndScreens({ visitor, signedIn })
  for (const { name, path, page } of screens) {
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size)
      const { sum, of } = await steadiest(page, base + path)
      const moved = `${name}, ${size.width} px: things moved by ${sum.toFixed(3)}`
      hold(sum < MOST_SHIFT, `${moved}, less than ${MOST_SHIFT} (${of.join(', ')})`)
    }
    await page.setViewportSize(NARROWEST)
    const fits = await until(name, 10, async () => (await overflow(page)) <= 0).catch(() => false)
    hold(fits, `${name}: no sideways scroll at ${NARROWEST.width} px (${await overflow(page)} px)`)
  }
}

/** Who asked for less motion sees none, on the screens that have some for others. */
async function movesNothingUnasked({ base, visitor, signedIn, hold }) {
  const moving = (page) =>
    page.evaluate(() => document.getAnimations().filter((one) => one.playState === 'running').length)
  const screens = await peopleAndScreens({ visitor, signedIn })
  for (const { name, path, page } of screens.filter(({ name }) => ['street', 'today'].includes(name))) {
    await page.goto(base + path)
    await until(`motion on ${name}`, 60, () => moving(page))
    await page.emulateMedia({ reducedMotion: 'reduce' })
    hold((await moving(page)) === 0, `${name}: what moved stands still for who asks for it`)
    await page.reload()
    await shows(page)
    hold((await moving(page)) === 0, `${name}: nothing begins to move either`)
    await page.emulateMedia({ reducedMotion: null })
  }
}

/** On paper stands what a screen says, without the ways to others. */
async function printsWithoutNavigation({ base, pictures, visitor, signedIn, hold }) {
  const screens = await peopleAndScreens({ visitor, signedIn })
  const printed = ['earnings', 'statements', 'tariffs', 'today']
  for (const { name, path, page } of screens.filter((screen) => printed.includes(screen.name))) {
    await page.goto(base + path)
    await shows(page)
    await page.emulateMedia({ media: 'print' })
    hold(await page.getByRole('heading', { level: 1 }).isVisible(), `${name}: its sentence is printed`)
    hold((await page.getByRole('navigation').count()) === 0, `${name}: no navigation is printed`)
    if (pictures)
      await page.pdf({ path: join(pictures, `${name}-print.pdf`), format: 'A4', printBackground: true })
    await page.emulateMedia({ media: null })
  }
}
