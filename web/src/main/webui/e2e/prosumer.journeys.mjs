import { ask, tabTo, textAt, until } from './journey.mjs'

/** What people of a home come for. */
export async function prosumers({ journey }) {
  await journey('strategy', changesTheStrategy)
  await journey('today', readsToday)
  await journey('join', joinsAndSells)
  await journey('earnings', followsOneKwh)
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
  const kwh = (wattHours) =>
    wattHours !== 0 && wattHours < 100 ? `${wattHours} Wh` : `${(wattHours / 1000).toFixed(1)} kWh`
  const totals = async () => (await ask(page, `/participants/${home.participantId}/day`)).totals
  // The page follows the market with a delay: both are asked until they are of one moment.
  const agreed = await until('the page to say what REST says', 90, async () => {
    const before = await totals()
    const said = {
      sold: await textAt(page, 'kpi-sold'),
      bought: await textAt(page, 'kpi-bought'),
      amount: await textAt(page, 'kpi-amount'),
    }
    const after = await totals()
    const figures = {
      sold: kwh(after.soldWh),
      bought: kwh(after.boughtWh),
      amount: `€${Math.abs(Number(after.amount)).toFixed(2)}`,
    }
    const same = Object.keys(figures).every((one) => figures[one] === said[one])
    const enough = Math.max(after.soldWh, after.boughtWh) >= 100 && before.amount === after.amount
    return enough && same ? said : null
  })
  hold(true, `the page and REST agree: ${Object.values(agreed).join(', ')}`)
  await looks(page, 'today')
}

/**
 * Somebody new joins a home that has stood still until then, with a pairing code, and starts its trading: the
 * first sale is one that was agreed after that.
 */
async function joinsAndSells({ base, signedIn, visitor, hold, looks }) {
  const before = await signedIn('home-04')
  const home = await homeOf(before)
  await before.goto(`${base}/home/${home.participantId}/strategy`)
  await before.getByRole('button', { name: 'Pause trading' }).click()
  await before.getByRole('button', { name: 'Resume trading' }).waitFor()
  await before.goto(`${base}/you`)
  await before.getByRole('button', { name: 'Invite somebody' }).click()
  const code = await until(
    'a pairing code',
    20,
    async () =>
      (await before.locator('main').innerText()).match(
        /\b[A-Z0-9]{4}[- ]?[A-Z0-9]{4}[- ]?[A-Z0-9]{4}\b/,
      )?.[0],
  )
  const page = await visitor()
  await page.goto(`${base}/join`)
  await page.getByRole('textbox', { name: 'Pairing code' }).focus()
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Your name' }).waitFor()
  await looks(page, 'join')
  await page.getByRole('textbox', { name: 'Your name' }).fill('Journey')
  await page.getByRole('textbox', { name: 'E-mail' }).fill(`journey-${Date.now()}@example.org`)
  await page.locator('input[type=password]').fill('a few words to keep')
  await page.getByRole('button', { name: 'Join this home' }).click()
  await page.getByRole('link', { name: 'See your home' }).click()
  hold(true, `joined ${home.name}`)
  await page.goto(`${base}/home/${home.participantId}/strategy`)
  // At noon a street has more to sell than to buy: who asks for least is served first.
  await page.getByRole('radio', { name: 'Neighbourly' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Undo' }).waitFor()
  await page.getByRole('button', { name: 'Resume trading' }).click()
  const point = await pointOf(page, home.participantId)
  const { marketTime } = await ask(page, '/status')
  const sale = await until('the first sale', 240, async () =>
    (await ask(page, `/metering-points/${point}/strategy/acts?limit=50`)).find(
      (act) => act.side === 'SELL' && act.tradedWh > 0 && Date.parse(act.at) >= Date.parse(marketTime),
    ),
  )
  hold(true, `first sale: ${sale.tradedWh} Wh for ${sale.interval}`)
}

/** Goes from the month's earnings to a day, to one quarter hour, to the transaction that proves it. */
async function followsOneKwh({ signedIn, hold, looks }) {
  const page = await signedIn('home-01')
  const home = await homeOf(page)
  await page.getByRole('link', { name: 'Earnings' }).click()
  await page.waitForURL(`**/home/${home.participantId}/earnings`)
  await until('the first settled day', 120, () => page.getByTestId('spans').isVisible())
  hold(true, await textAt(page, 'headline'))
  await looks(page, 'earnings')
  await page.getByRole('button', { name: 'Table' }).click()
  hold((await page.getByTestId('earnings-table').locator('tbody tr').count()) > 0, 'the bars are a table too')
  const day = page.getByTestId('spans').getByRole('link').first()
  hold(await tabTo(page, day), 'a day is reached by keyboard')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/earnings?period=20*-*-*')
  const period = new URL(page.url()).searchParams.get('period')
  const { whole, currency } = await ask(page, `/participants/${home.participantId}/earnings/${period}`)
  hold(currency === 'EUR' && whole.intervals > 0, `REST: ${whole.amount} in ${whole.intervals} quarter hours`)
  // The newest are not on the chain yet.
  let tried = 0
  await until('a quarter hour that is proved', 120, async () => {
    const quarters = page.getByTestId('spans').getByRole('link')
    await quarters.nth(-1 - (tried++ % (await quarters.count()))).click()
    await page.getByTestId('follow').waitFor()
    return page.getByTestId('follow-proof').isVisible()
  })
  hold(true, `proof: ${await textAt(page, 'follow-proof')}`)
  await looks(page, 'proof')
}
