import { createHash } from 'node:crypto'
import { Refusal } from '#server/platform/refusal.ts'
import { derWrite, type RawSignature, type SignatureAlgorithm } from '#server/signatures/index.ts'
import type { SigningHouse, SigningKey } from '../schema.ts'

/** What is used of graphene-pk11, which is optional: it compiles native code, and where it cannot, tokens are not offered. */
type Session = {
  login: (pin: string) => void
  logout: () => void
  close: () => void
  find: (template: object) => { items: (at: number) => { toType: <T>() => T }; length: number }
  createSign: (mechanism: unknown, key: unknown) => { once: (data: Buffer) => Buffer }
}
type Graphene = {
  Module: {
    load: (
      path: string,
      name: string,
    ) => {
      initialize: () => void
      getSlots: (present: boolean) => {
        length: number
        items: (at: number) => { getToken: () => { label: string }; open: (flags?: number) => Session }
      }
    }
  }
  ObjectClass: { PRIVATE_KEY: number }
  SessionFlag: { SERIAL_SESSION: number }
  MechanismEnum: Record<string, number>
  RsaPssParams: new (hash: number, mgf: number, salt: number) => unknown
  RsaMgf: Record<string, number>
}

const loaded = new Map<string, ReturnType<Graphene['Module']['load']>>()

/** @throws Refusal `signing.token-away` where the optional package is not installed. */
export async function loadGraphene(): Promise<Graphene> {
  const name = 'graphene-pk11'
  try {
    const found = (await import(name)) as Graphene & { default?: Graphene }
    return found.default ?? found
  } catch {
    throw new Refusal('signing.token-away')
  }
}

function openSession(graphene: Graphene, library: string, label: string): Session {
  let module = loaded.get(library)
  if (!module) {
    module = graphene.Module.load(library, 'token')
    module.initialize()
    loaded.set(library, module)
  }
  const slots = module.getSlots(true)
  for (let at = 0; at < slots.length; at += 1) {
    const slot = slots.items(at)
    if (slot.getToken().label.trim() === label) return slot.open(graphene.SessionFlag.SERIAL_SESSION)
  }
  throw new Refusal('signing.token-away')
}

const codeOf = (error: unknown) => /CKR_\w+/.exec(String((error as Error).message))?.[0] ?? ''
function refusalOf(error: unknown): unknown {
  if (error instanceof Refusal) return error
  const code = codeOf(error)
  if (code === 'CKR_PIN_INCORRECT' || code === 'CKR_PIN_LEN_RANGE') return new Refusal('signing.token-wrong-pin')
  if (code === 'CKR_PIN_LOCKED') return new Refusal('signing.key-locked')
  return new Refusal('signing.token-away')
}

/** r and s side by side, as a token gives them, as ECDSA-Sig-Value. */
const ecdsaValue = (raw: Buffer) => {
  const half = raw.length / 2
  return derWrite.sequence(derWrite.integer(raw.subarray(0, half)), derWrite.integer(raw.subarray(half)))
}

/** Opens a key on a PKCS#11 token or HSM: the token counts wrong PINs itself, the key never leaves it. */
export async function openTokenKey(
  house: SigningHouse,
  key: SigningKey,
  pin: string,
  algorithm: SignatureAlgorithm,
): Promise<{ sign: RawSignature; close: () => Promise<void> }> {
  if (!house.pkcs11Library) throw new Refusal('signing.token-away')
  const graphene = await loadGraphene()
  try {
    const session = openSession(graphene, house.pkcs11Library, String(key.facts.token))
    try {
      session.login(pin)
    } catch (error) {
      session.close()
      if (codeOf(error) !== 'CKR_USER_ALREADY_LOGGED_IN') throw error
      throw new Refusal('signing.token-away')
    }
    const found = session.find({ class: graphene.ObjectClass.PRIVATE_KEY, label: String(key.facts.label) })
    const close = async () => {
      session.logout()
      session.close()
    }
    if (found.length === 0) {
      await close()
      throw new Refusal('signing.no-key')
    }
    const held = found.items(0).toType<unknown>()
    const { MechanismEnum: kind, RsaPssParams, RsaMgf } = graphene
    const sign: RawSignature = async (toBeSigned) => {
      if (algorithm.kind !== 'ecdsa' && algorithm.kind !== 'rsa-pss') throw new Refusal('signing.algorithm-not-allowed')
      const bytes = Buffer.from(toBeSigned)
      try {
        if (algorithm.kind === 'rsa-pss') {
          const params = new RsaPssParams(kind.SHA256!, RsaMgf.MGF1_SHA256!, algorithm.saltLength)
          return session.createSign({ name: 'SHA256_RSA_PKCS_PSS', params }, held).once(bytes)
        }
        const digest = createHash(algorithm.digest.replace('-', '').toLowerCase()).update(bytes).digest()
        return ecdsaValue(session.createSign('ECDSA', held).once(digest))
      } catch (error) {
        throw refusalOf(error)
      }
    }
    return { sign, close }
  } catch (error) {
    throw refusalOf(error)
  }
}
