import { ask, tabTo, textAt, until } from './journey.mjs'

/** What people do with their account. */
export async function accounts({ journey }) {
  await journey('passkey', signsInByPasskey)
  await journey('notifications', choosesWhatReachesIt)
  await journey('gift', givesToAPartner)
  await journey('staff-reads', seesWhoReadAboutIt)
}

/** A device with a passkey store, as phones and laptops have; it answers as if its owner touched it. */
async function addAuthenticator(page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    credentials: async () =>
      (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
  }
}

/** Adds a passkey by keyboard, signs out, signs in with nothing but it, and removes it. */
async function signsInByPasskey({ base, signedIn, hold, looks }) {
  const page = await signedIn('home-05')
  const authenticator = await addAuthenticator(page)
  await page.goto(`${base}/you`)
  const card = page.getByRole('region', { name: 'Passkeys' })
  const name = card.getByLabel('Name of the new passkey')
  await name.waitFor()
  hold(await tabTo(page, name), 'the name of a new passkey is reached by keyboard')
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('Kitchen tablet')
  await page.keyboard.press('Tab')
  await page.keyboard.type('demo')
  await page.keyboard.press('Enter')
  const row = page.getByTestId('passkeys').locator('li', { hasText: 'Kitchen tablet' })
  await row.waitFor()
  hold(/not used yet/.test(await row.innerText()), `added: ${await textAt(page, 'passkeys')}`)
  const [kept] = await authenticator.credentials()
  hold(kept?.isResidentCredential && kept.rpId === 'localhost', 'the device keeps it for this address')
  await looks(page, 'passkeys')

  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  const way = page.getByRole('button', { name: 'Sign in with a passkey' })
  await way.waitFor()
  hold((await ask(page, '/session')).login === undefined, 'signed out')
  hold(await tabTo(page, way), 'signing in with it is reached by keyboard')
  await page.keyboard.press('Enter')
  await row.waitFor()
  hold((await ask(page, '/session')).login === 'home-05', 'signed in without a name or password')
  hold(/last used/.test(await row.innerText()), `used: ${await textAt(page, 'passkeys')}`)

  await row.getByRole('button', { name: 'Remove the passkey Kitchen tablet' }).click()
  await row.getByLabel('Password now').fill('demo')
  await row.getByRole('button', { name: 'Remove this passkey' }).click()
  await until('the passkey to go', 10, async () => (await row.count()) === 0)
  hold((await ask(page, '/me/passkeys')).length === 0, 'removed')
}

/** A browser that still has a subscription of before, as after signing out and in again. */
function staleSubscription() {
  PushManager.prototype.getSubscription = async () => ({
    endpoint: 'https://push.example/of-before',
    unsubscribe: async () => {
      globalThis.hasUnsubscribed = true
      return true
    },
  })
}

/** Comes by a mail's link, changes a choice by keyboard, and is told of pushes as the market knows them. */
async function choosesWhatReachesIt({ base, signedIn, hold, looks }) {
  const first = await signedIn('home-06')
  await until('the service worker', 30, () =>
    first.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active != null),
  )
  await first.context().addInitScript(staleSubscription)
  const page = await first.context().newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(`${base}/you#notifications`)
  const card = page.getByRole('region', { name: 'How we reach you' })
  const top = () => card.evaluate((node) => node.getBoundingClientRect().top)
  await until('the card that the link is about', 15, async () => Math.abs(await top()) < 200)
  hold(
    (await page.evaluate(() => scrollY)) > 0,
    `the link shows the card, ${Math.round(await top())} px from the top`,
  )

  const choice = page.getByRole('checkbox', { name: 'Invoices and prices: Push' })
  const wished = async () =>
    (await ask(page, '/me/notifications/settings')).topics.find(({ topic }) => topic === 'MONEY').push
  const before = await wished()
  hold(await tabTo(page, choice), 'the choice is reached by keyboard')
  await page.keyboard.press('Space')
  await card.getByText('Saved.').waitFor()
  hold((await wished()) === !before, 'the market keeps the choice')
  await page.keyboard.press('Space')
  await until('the choice as before', 10, async () => (await wished()) === before)
  hold(
    await page.getByRole('checkbox', { name: 'Security: Mail' }).isDisabled(),
    'mails about security cannot be switched off',
  )

  await card.getByText('This browser gets no pushes yet.').waitFor()
  hold(
    (await card.getByRole('button', { name: 'Turn on' }).count()) === 1,
    'a subscription that the market does not know is not said to be on',
  )
  await looks(page, 'reach')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('button', { name: 'Sign in', exact: true }).first().waitFor()
  hold(await page.evaluate(() => globalThis.hasUnsubscribed === true), 'signing out unsubscribes the browser')
}

/** Offers its surplus to a neighbour, who is told, agrees, and ends it. */
async function givesToAPartner({ base, signedIn, hold, looks }) {
  const giver = await signedIn('home-06')
  const receiver = await signedIn('home-07')
  const [from] = (await ask(giver, '/session')).homes
  const [to] = (await ask(receiver, '/session')).homes
  await giver.goto(`${base}/home/${from.participantId}/strategy`)
  const card = giver.getByRole('region', { name: 'A gift to a partner' })
  await card.getByLabel('To').selectOption(String(to.participantId))
  await card.getByRole('button', { name: 'Offer' }).click()
  await card.getByText(/offered, not agreed yet/).waitFor()

  await until('the receiver to be told', 60, async () => {
    const { items } = await ask(receiver, '/me/notifications')
    return items.some(({ kind }) => kind === 'GIFT_OFFERED')
  })
  await receiver.goto(`${base}/notifications`)
  const news = receiver
    .getByTestId('notifications')
    .getByRole('link', { name: /A home wants to give you power/ })
  hold(
    (await news.first().innerText()).includes(from.name),
    `told in the app: ${await textAt(receiver, 'notifications')}`,
  )
  await looks(receiver, 'news')
  await news.first().click()
  const offered = receiver.getByRole('region', { name: 'A gift to a partner' })
  await offered.getByRole('button', { name: 'Accept' }).click()
  await offered.getByText(`From ${from.name}: in force`).waitFor()
  hold(
    /You pay [\d.]+\sct per kWh with all fees instead of [\d.]+\sct\./.test(await textAt(receiver, 'gifts')),
    'its effect',
  )
  await looks(receiver, 'gift')

  await giver.reload()
  await card.getByText(`To ${to.name}: in force`).waitFor()
  await card.getByRole('button', { name: 'Pause' }).click()
  await card.getByText(/: paused/).waitFor()
  await card.getByRole('button', { name: 'Go on' }).click()
  await card.getByText(/: in force/).waitFor()
  await card.getByRole('button', { name: 'End' }).click()
  await card.getByRole('button', { name: 'Offer' }).waitFor()
  hold((await ask(receiver, `/participants/${to.participantId}/gifts`)).length === 0, 'ended for both')
}

/** Sees that an operator looked at the home's day. */
async function seesWhoReadAboutIt({ base, signedIn, hold, looks }) {
  const page = await signedIn('home-06')
  const [home] = (await ask(page, '/session')).homes
  const operator = await signedIn('operator')
  await ask(operator, `/participants/${home.participantId}/day`)
  await page.goto(`${base}/you`)
  const card = page.getByRole('region', { name: `Who read about ${home.name}` })
  const show = card.getByRole('button', { name: 'Show' })
  await show.waitFor()
  await show.focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('staff-reads').waitFor()
  const said = await textAt(page, 'staff-reads')
  hold(/operator, operator.*Energy and money of days/.test(said), `who, what and when: ${said}`)
  await looks(page, 'staff-reads')
}
