import { ask, tabTo, textAt, until } from './journey.mjs'

/** What people of a home come for. */
export async function prosumers({ journey }) {
  await journey('strategy', changesTheStrategy)
  await journey('today', readsToday)
}

const homeOf = async (page) => (await ask(page, '/session')).homes[0]

/** Changes how the home trades by keyboard alone, sees what that would have brought, and undoes it. */
async function changesTheStrategy({ base, signedIn, hold, looks }) {
  const page = await signedIn('home-02')
  const home = await homeOf(page)
  await page.goto(`${base}/home/${home.participantId}/strategy`)
  const balanced = page.getByRole('radio', { name: 'Balanced' })
  hold(await tabTo(page, balanced), 'the styles are reached by keyboard')
  await page.keyboard.press('ArrowDown')
  const best = page.getByRole('radio', { name: 'Best price' })
  hold(await best.isChecked(), 'the arrow key chooses Best price')
  const effect = await until('the effect line', 30, async () => {
    const said = await textAt(page, 'effect-BEST_PRICE')
    return said.length > 0 ? said : null
  })
  hold(true, `effect: ${effect}`)
  hold(await tabTo(page, page.getByRole('button', { name: 'Save' })), 'Save is reached by keyboard')
  await page.keyboard.press('Enter')
  const undo = page.getByRole('button', { name: 'Undo' })
  await undo.waitFor()
  const kept = await ask(page, `/metering-points/${await pointOf(page, home.participantId)}/strategy`)
  hold(kept.wish.style === 'BEST_PRICE', 'the market keeps the choice')
  await looks(page, 'strategy')
  await undo.click()
  await until('the choice to be undone', 10, () => balanced.isChecked())
  hold(true, 'undone')
}

async function pointOf(page, participant) {
  const areas = await ask(page, '/areas')
  const homes = await ask(page, `/areas/${areas[0].id}/homes`)
  return homes.find((home) => home.participantId === participant).meteringPointId
}

/** Reads the day's figures on the page and holds them to what REST says of the same day. */
async function readsToday({ base, signedIn, hold, looks }) {
  const page = await signedIn('home-01')
  const home = await homeOf(page)
  await page.goto(`${base}/home/${home.participantId}`)
  await page.getByTestId('day-chart').locator('svg').waitFor()
  const kwh = (wattHours) => (wattHours / 1000).toFixed(1)
  // The page follows the market with a delay, so the figures are compared until both are of one moment.
  const agreed = await until('the page to say what REST says', 60, async () => {
    const { totals } = await ask(page, `/participants/${home.participantId}/day`)
    const sold = await textAt(page, 'kpi-sold')
    return totals.soldWh >= 100 && sold.includes(kwh(totals.soldWh)) ? { totals, sold } : null
  })
  hold(true, `sold: the page says ${agreed.sold}, REST ${agreed.totals.soldWh} Wh`)
  await looks(page, 'today')
}
