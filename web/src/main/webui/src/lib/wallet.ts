// A wallet that the browser brings (EIP-1193): it keeps its keys, and asks the person before it signs.
import { ApiError, type TypedData } from './api'
import { NotAnswered } from './passkey'
import { communityWords } from './words/community'

interface Wallet {
  request: (call: { method: string; params?: unknown[] }) => Promise<unknown>
}

/** The person said no. */
const REFUSED = 4001

const walletHere = (): Wallet | undefined => (globalThis as { ethereum?: Wallet }).ethereum

/** Whether this browser has one. */
export const hasWallet = (): boolean => typeof walletHere()?.request === 'function'

async function call(method: string, params?: unknown[]): Promise<unknown> {
  try {
    return await walletHere()?.request(params ? { method, params } : { method })
  } catch (reason) {
    const { code, message } = (reason ?? {}) as { code?: number; message?: string }
    if (code === REFUSED) throw new NotAnswered()
    const words = communityWords().wallet
    throw new ApiError(400, message ? `${words} (${message})` : words, { code: 'wallet' })
  }
}

/** Addresses that the person lets this page know, the one that is chosen first. */
export const walletAddresses = async (): Promise<string[]> =>
  ((await call('eth_requestAccounts')) as string[] | undefined) ?? []

/** Signs a text (EIP-191) with an address's key. */
export const signText = async (address: string, text: string): Promise<string> => {
  const bytes = [...new TextEncoder().encode(text)]
  const hex = `0x${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
  return (await call('personal_sign', [hex, address])) as string
}

/** Signs typed data (EIP-712) with an address's key. */
export const signTyped = async (address: string, data: TypedData): Promise<string> =>
  (await call('eth_signTypedData_v4', [address, JSON.stringify(data)])) as string
