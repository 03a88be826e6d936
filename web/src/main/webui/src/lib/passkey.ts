// Passkeys (WebAuthn): the browser's part. Their secret halves never leave the person's devices.
import { ApiError, api, type Proof, type Session } from './api'
import { t } from './messages'

/** The person closed the browser's question, or took too long to answer it. */
export class NotAnswered extends Error {}

/** Whether passkeys can be used here: they are bound to one origin, and old browsers lack them. */
export function passkeysWork(session: Session | null): boolean {
  return (
    session?.ways?.passkeysAt === location.origin &&
    typeof PublicKeyCredential === 'function' &&
    'parseRequestOptionsFromJSON' in PublicKeyCredential
  )
}

async function answer(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await ask()
    if (credential) return (credential as PublicKeyCredential).toJSON()
  } catch (reason) {
    // A device that has a passkey already says so (InvalidStateError).
    if (reason instanceof DOMException && reason.name === 'InvalidStateError') throw new ApiError(409, '')
    if (!(reason instanceof DOMException)) throw reason
    // Other than closed or given up: this browser or address cannot do it.
    if (!['NotAllowedError', 'AbortError'].includes(reason.name)) throw new ApiError(400, t.passkeys.notHere)
  }
  throw new NotAnswered()
}

/** Asks for any passkey of the person, which says who it is. */
export async function passkeyToSignIn(): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await api.passkeySignInOptions())
  return answer(() => navigator.credentials.get({ publicKey }))
}

/** Makes a passkey on this device, or another one that the person chooses. */
export async function newPasskey(proof: Proof): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await api.passkeyCreation(proof))
  return answer(() => navigator.credentials.create({ publicKey }))
}

/** Shows that the person still sits here: by the password, else by a passkey if there is one. */
export async function proofOf(password: string): Promise<Proof> {
  if (password) return { password }
  const own = await api.passkeyProofOptions()
  if (own.allowCredentials?.length === 0) return {}
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(own)
  return { passkey: await answer(() => navigator.credentials.get({ publicKey })) }
}
