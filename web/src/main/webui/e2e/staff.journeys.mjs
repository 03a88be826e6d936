import { ask, textAt, until } from './journey.mjs'

/** What utility and operators come for. */
export async function staff({ journey }) {
  await journey('tariff', publishesATariff)
  await journey('export', exportsStatements)
  await journey('alarm', acknowledgesAnAlarm)
  await journey('setpoint', ordersABattery)
  await journey('events', replaysAnInterval)
}

/** The utility drafts a price sheet, cannot publish it, and the operator does. */
async function publishesATariff({ base, signedIn, hold, looks }) {
  const author = await signedIn('utility')
  await author.goto(`${base}/tariffs`)
  const form = author.getByRole('form', { name: 'Draft a price sheet' })
  const day = await form.getByLabel('First day').inputValue()
  const basis = `Price list of ${day}`
  await form.getByLabel('Why: law, price list or contract').fill(basis)
  await form.getByLabel('ct per kWh').fill('28.75')
  await form.getByRole('button', { name: 'Save as draft' }).click()
  const own = author.locator('article', { hasText: basis })
  await own.waitFor()
  hold((await own.getByRole('button', { name: /Publish/ }).count()) === 0, 'who drafted cannot publish')
  hold(/28\.75/.test(await own.getByTestId('changes').innerText()), 'the draft says what it changes')
  await looks(author, 'tariffs')

  const second = await signedIn('operator')
  await second.goto(`${base}/tariffs`)
  const draft = second.locator('article', { hasText: basis })
  await draft.getByRole('button', { name: /Publish/ }).click()
  await draft.getByRole('button', { name: 'Yes, publish' }).click()
  await second.getByTestId('decided').getByText(basis).waitFor()
  const said = await second.getByTestId('decided').locator('tr', { hasText: basis }).innerText()
  hold(/Published by operator/.test(said) && /Drafted by utility/.test(said), `kept: ${said}`)
  const areas = await ask(second, '/areas')
  const homes = await ask(second, `/areas/${areas[0].id}/homes`)
  const prices = await ask(second, `/areas/${areas[0].id}/tariffs?participantId=${homes[0].participantId}`)
  hold(
    prices.some(
      (price) => price.legalBasis === basis && price.priceMicro === 287_500 && price.validFrom === day,
    ),
    'the market holds the price from its day on',
  )
}

/** The utility finds a home and a month, and takes a statement and the area's export along. */
async function exportsStatements({ base, signedIn, hold, looks }) {
  const page = await signedIn('utility')
  await page.goto(`${base}/billing`)
  await page.getByTestId('statements').waitFor()
  const chooser = page.getByRole('combobox').first()
  await chooser.selectOption({ index: 1 })
  await page.waitForURL('**/billing?home=*')
  const wanted = page
    .getByTestId('statements')
    .getByRole('link', { name: /as CSV/ })
    .first()
  const [file] = await Promise.all([page.waitForEvent('download'), wanted.click()])
  const lines = await contentOf(file)
  hold(
    lines.split('\n').length > 1,
    `the statement has ${lines.split('\n').length} lines: ${lines.split('\n')[0]}`,
  )
  hold(
    /still running|may still change|final/.test(await textAt(page, 'statements')),
    'says what is final and what is not',
  )
  await looks(page, 'statements')
}

async function contentOf(download) {
  const parts = []
  for await (const part of await download.createReadStream()) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

/**
 * A connection that is said to carry next to nothing has its readings held back, which is an alarm. The operator
 * says that it was looked at, the page names who that was, and the connection is put right again.
 */
async function acknowledgesAnAlarm({ base, signedIn, hold, looks }) {
  const page = await signedIn('operator')
  const [area] = await ask(page, '/areas')
  const home = (await ask(page, `/areas/${area.id}/homes`)).at(-1)
  const point = `/metering-points/${home.meteringPointId}`
  const channels = ['IMPORT', 'EXPORT']
  const carries = async (watts) => {
    for (const channel of channels)
      await send(page, 'PUT', `${point}/capacity`, { channel, watts, reason: 'journey' })
  }
  await carries(1)
  await page.goto(`${base}/meters`)
  const alarms = page.getByTestId('alarms')
  const open = alarms.getByRole('button', { name: /^Seen: / })
  await open.first().waitFor({ timeout: 60_000 })
  await looks(page, 'meters')
  const name = await open.first().getAttribute('aria-label')
  await alarms.getByRole('button', { name }).click()
  const seen = alarms.locator('tr', { hasText: 'operator, ' }).first()
  await seen.waitFor()
  hold(true, `seen: ${(await seen.innerText()).replaceAll('\n', ' ')}`)
  await looks(page, 'meters-seen')
  await carries(69_000)
  for (const { channel, meteringPointId } of (await ask(page, '/metering/alarms')).heldBack)
    if (meteringPointId === home.meteringPointId)
      await send(page, 'POST', `${point}/releases`, { channel, reason: 'journey' })
}

/** A write of whoever is signed in on the page. */
async function send(page, method, path, body) {
  const status = await page.evaluate(
    async ([verb, url, json]) => {
      const { writeToken } = await (await fetch('/api/v1/session')).json()
      const headers = { 'content-type': 'application/json', 'x-write-token': writeToken }
      return (await fetch(`/api/v1${url}`, { method: verb, headers, body: JSON.stringify(json) })).status
    },
    [method, path, body],
  )
  if (status >= 300) throw new Error(`${method} ${path}: ${status}`)
}

/** The operator orders a battery by hand, and reads what the simulated battery shows. */
async function ordersABattery({ base, signedIn, hold, looks }) {
  const page = await signedIn('operator')
  await page.goto(`${base}/balancing`)
  const form = page.getByTestId('command')
  await form.getByRole('radio', { name: 'Charge', exact: true }).check()
  await form.getByLabel('Power, kW').fill('0.7')
  await form.getByLabel('For').selectOption('120')
  await form.getByRole('button', { name: 'Look at it' }).click()
  const preview = await textAt(page, 'command-preview')
  hold(/charges with 0\.7/.test(preview), `before it is sent: ${preview}`)
  await looks(page, 'setpoint-preview')
  await form.getByRole('button', { name: 'Send it' }).click()
  const row = page.getByTestId('setpoints').locator('tbody tr', { hasText: 'operator' }).first()
  const said = await until('the battery to do it', 90, async () => {
    const words = (await row.innerText()).replaceAll('\n', ' ')
    return /the battery does/.test(words) ? words : null
  })
  hold(/in force/.test(said), `the simulated battery: ${said}`)
  await looks(page, 'setpoint')
  await page.getByRole('button', { name: /Take back/ }).click()
  await until('the battery to be left to itself', 30, async () =>
    (await textAt(page, 'setpoints')).includes('left to itself again'),
  )
  hold(true, 'taken back')
}

/** The operator finds a quarter hour that traded, steps through its book, and keeps the address. */
async function replaysAnInterval({ base, signedIn, hold, looks }) {
  const page = await signedIn('operator')
  await page.goto(`${base}/events`)
  await page.getByLabel('What', { exact: true }).selectOption('TRADED')
  const trade = page.getByTestId('events').getByRole('link').first()
  await trade.waitFor({ timeout: 60_000 })
  await trade.click()
  await page.getByTestId('replay-book').waitFor()
  hold(/event=traded-/.test(page.url()), `the event has an address: ${new URL(page.url()).search}`)
  await page.getByRole('button', { name: 'First' }).click()
  const first = await textAt(page, 'replay-event')
  await page.getByLabel('Step of the book').focus()
  await page.keyboard.press('ArrowRight')
  hold(
    (await textAt(page, 'replay-event')) !== first,
    `stepping by key reads: ${await textAt(page, 'replay-event')}`,
  )
  await page.reload()
  await page.getByTestId('replay-book').waitFor()
  hold(/^Step 2 of/.test(await textAt(page, 'replay-event')), 'a reload shows the same step')
  await looks(page, 'events')
}
