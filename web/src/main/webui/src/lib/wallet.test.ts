import { afterEach, expect, it } from 'vitest'
import { NotAnswered } from './passkey'
import { hasWallet, signText, signTyped, walletAddresses } from './wallet'

const ADDRESS = '0x00000000000000000000000000000000000000aa'
const browser = globalThis as { ethereum?: unknown }

function walletAnswers(answer: (method: string, params?: unknown[]) => unknown) {
  browser.ethereum = {
    request: async (call: { method: string; params?: unknown[] }) => answer(call.method, call.params),
  }
}

afterEach(() => {
  delete browser.ethereum
})

it('knows whether there is one', () => {
  expect(hasWallet()).toBe(false)
  walletAnswers(() => null)
  expect(hasWallet()).toBe(true)
})

it('asks for a signature under the text as bytes, and under typed data as JSON', async () => {
  const asked: unknown[] = []
  walletAnswers((method, params) => {
    asked.push([method, params])
    return method === 'eth_requestAccounts' ? [ADDRESS] : '0x1b'
  })
  const data = { types: {}, primaryType: 'Ballot', domain: {}, message: { support: 1 } }
  expect(await walletAddresses()).toEqual([ADDRESS])
  expect(await signText(ADDRESS, 'Ünd')).toBe('0x1b')
  expect(await signTyped(ADDRESS, data)).toBe('0x1b')
  expect(asked).toEqual([
    ['eth_requestAccounts', undefined],
    ['personal_sign', ['0xc39c6e64', ADDRESS]],
    ['eth_signTypedData_v4', [ADDRESS, JSON.stringify(data)]],
  ])
})

it('tells a no from a fault', async () => {
  walletAnswers(() => {
    throw { code: 4001, message: 'User rejected the request.' }
  })
  await expect(walletAddresses()).rejects.toBeInstanceOf(NotAnswered)
  walletAnswers(() => {
    throw { code: -32603, message: 'Locked.' }
  })
  await expect(signText(ADDRESS, 'x')).rejects.toMatchObject({ code: 'wallet' })
})
