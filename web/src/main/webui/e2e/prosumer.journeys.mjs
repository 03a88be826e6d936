import { ask, tabTo, textAt, until } from './journey.mjs'

/** What people of a home come for. */
export async function prosumers({ journey }) {
  await journey('strategy', changesTheStrategy)
  await journey('today', readsToday)
  await journey('consents', saysWhatOthersMayDo)
  await journey('join', joinsAndSells)
  await journey('earnings', followsOneKwh)
  await journey('community', usesACertificateUp)
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
  const effect = await until('the effect line', 60, async () => {
    const said = await textAt(page, 'effect-BEST_PRICE')
    return said.includes('–') ? null : said
  })
  hold(
    /^In [A-Z][a-z]+ it would have gained €\d[\d,]*\.\d\d over the grid: [\d.,]+\sk?Wh sold, [\d.,]+\sk?Wh bought\.$/.test(
      effect,
    ),
    `the effect names a month and an amount: ${effect}`,
  )
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
 * Withdraws the control of the devices, reads under Trading that what is wished of the battery has no effect, and
 * allows it again; lets somebody read the meter, and takes that back.
 */
async function saysWhatOthersMayDo({ base, signedIn, hold }) {
  const operator = await signedIn('operator')
  const [area] = await ask(operator, '/areas')
  const homes = await ask(operator, `/areas/${area.id}/homes`)
  const index = homes.findIndex((home) => home.batteryWh > 0)
  const page = await signedIn(`home-${String(index + 1).padStart(2, '0')}`)
  await page.goto(`${base}/you`)
  const control = page.getByTestId('control-consent')
  await control.getByRole('button', { name: 'Withdraw' }).click()
  await control.getByRole('button', { name: 'Allow control' }).waitFor()
  await page.goto(`${base}/home/${homes[index].participantId}/strategy`)
  const force = page.getByTestId('in-force')
  await force.waitFor()
  hold(/lets nobody control its devices/.test(await force.innerText()), await force.innerText())
  await force.getByRole('link', { name: 'Consents' }).click()
  await control.getByRole('button', { name: 'Allow control' }).click()
  await control.getByRole('button', { name: 'Withdraw' }).waitFor()
  const consent = await ask(page, `/metering-points/${homes[index].meteringPointId}/control-consent`)
  hold(consent.granted === true, 'the market keeps that control is allowed')

  await page.getByRole('button', { name: 'Let somebody read' }).click()
  await page.getByLabel('Who', { exact: true }).fill('utility')
  await page.getByLabel('What for').fill('Journey')
  await page.getByRole('button', { name: 'Let them read' }).click()
  const grant = page.getByTestId('data-grants').locator('li', { hasText: 'Journey' })
  await grant.getByText('may read').waitFor()
  await grant.getByRole('button', { name: 'What was read by utility' }).click()
  await grant.getByText('Nothing yet.').waitFor()
  await grant.getByRole('button', { name: 'Take back from utility' }).click()
  await grant.getByText('taken back').waitFor()
  const grants = await ask(page, `/participants/${homes[index].participantId}/data-grants`)
  hold(
    grants.some((one) => one.purpose === 'Journey' && one.revokedAt && !one.holds),
    'the market keeps that it was taken back',
  )
}

/**
 * Somebody new joins a home that has stood still until then, with a pairing code, chooses how it trades and starts
 * it: the page says the first sale, which was agreed after that. The simulated village has meters for the homes
 * that it begins with alone, so a home that is registered later would never have anything to sell.
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
  // At noon a street has more to sell than to buy: who asks for least is served first.
  const neighbourly = page.getByRole('radio', { name: 'Neighbourly' })
  await neighbourly.waitFor()
  await looks(page, 'join-style')
  await neighbourly.check()
  await page.getByRole('button', { name: 'Go on' }).click()
  const told = page.getByTestId('first-sale')
  await told.waitFor()
  hold(/^Waiting for the first sale/.test(await told.innerText()), `joined ${home.name}, and waits`)
  const { marketTime } = await ask(page, '/status')
  await page.getByRole('button', { name: 'Resume trading' }).click()
  const point = await pointOf(page, home.participantId)
  const { wish } = await ask(page, `/metering-points/${point}/strategy`)
  hold(wish.style === 'NEIGHBOURLY', 'the market keeps the style that was chosen')
  const said = await until('the first sale on the screen', 240, async () => {
    const words = await told.innerText()
    return /^Your first sale: /.test(words) ? words : null
  })
  hold(
    /^Your first sale: [\d.]+\s?k?Wh to neighbours for \d\d:\d\d–\d\d:\d\d, for at least [\d.]+\sct per kWh\.$/.test(
      said,
    ),
    said,
  )
  const acts = await ask(page, `/metering-points/${point}/strategy/acts?limit=100`)
  const sales = acts.filter((act) => act.side === 'SELL' && act.tradedWh > 0)
  hold(
    sales.some((act) => Date.parse(act.at) >= Date.parse(marketTime)),
    'REST has a sale that was agreed after joining',
  )
  await looks(page, 'first-sale')
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

/** Sees that there is nothing to vote on and what a vote needs, and uses a certificate up for good. */
async function usesACertificateUp({ base, signedIn, visitor, hold, looks }) {
  const stranger = await visitor()
  await stranger.goto(base)
  const [area] = await ask(stranger, '/areas')
  const homes = await ask(stranger, `/areas/${area.id}/homes`)
  // A home without a roof buys at noon.
  const buyer = homes.findIndex(({ solarWp, batteryWh }) => solarWp === 0 && batteryWh === 0)
  const page = await signedIn(`home-${String(buyer + 1).padStart(2, '0')}`)
  const home = await homeOf(page)
  await page.goto(`${base}/you`)
  await page.getByRole('link', { name: 'Votes and certificates' }).click()
  await page.waitForURL(`${base}/community`)
  await page.getByText('Nobody has proposed anything yet.').waitFor()
  hold(/a browser with a wallet/.test(await textAt(page, 'voting-key')), 'says what a vote needs')
  const row = page.getByTestId('certificates').locator('li', { hasText: 'Can be used up.' }).first()
  await until('a certificate that can be used up', 120, async () => {
    await page.reload()
    await row.waitFor({ timeout: 3_000 })
    return true
  })
  const use = row.getByRole('button', { name: /^Use up/ })
  const named = await use.getAttribute('aria-label')
  hold(await tabTo(page, use), 'using it up is reached by keyboard')
  await page.keyboard.press('Enter')
  const energy = page.getByLabel(/^How much, kWh/)
  const most = await energy.inputValue()
  hold(/^\d+\.\d{3}$/.test(most), `to the watt-hour: ${most} kWh`)
  const confirm = page.getByRole('button', { name: /^Use up .* for good$/ })
  await energy.fill('9999')
  hold(await confirm.isDisabled(), 'no more than there is can be used up')
  await energy.fill('0.001')
  await page.getByLabel('What for').fill('Journey: a kettle')
  await looks(page, 'certificate')
  hold(await tabTo(page, confirm), 'it is confirmed by keyboard')
  await page.keyboard.press('Enter')
  const wish = page.getByTestId('used-up').locator('li', { hasText: 'Journey: a kettle' })
  await wish.waitFor()
  const proved = await until('its proof', 120, async () => {
    const said = (await wish.innerText()).replaceAll('\n', ' ')
    return /used up.*0x[0-9a-f]{4}…/.test(said) ? said : null
  })
  hold(true, `${named}: ${proved}`)
  const { retirements, certificates } = await ask(page, `/participants/${home.participantId}/certificates`)
  const kept = retirements.find((one) => one.purpose === 'Journey: a kettle')
  const certificate = certificates.find((one) => one.interval === kept.interval)
  hold(
    kept.state === 'RETIRED' && certificate.retiredWh === 1 && certificate.minted,
    `the chain has it: ${certificate.retiredWh} Wh of ${certificate.boughtWh} used up`,
  )
  await looks(page, 'community')
}
