import { ask, tabTo, textAt, until } from './journey.mjs'

/** What people do with their account. */
export async function accounts({ journey }) {
  await journey('passkey', signsInByPasskey)
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
