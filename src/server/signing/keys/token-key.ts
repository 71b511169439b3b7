import { Refusal } from '#server/platform/refusal.ts'
import { derWrite, type RawSignature, type SignatureAlgorithm } from '#server/signatures/index.ts'
import type { Signer, SigningHouse, SigningKey } from '../schema.ts'
import { decideMechanism, handedOver, type TokenMechanism } from './token-mechanism.ts'

/** What is used of graphene-pk11, which is optional: it compiles native code, and where it cannot, tokens are not offered. */
type Session = {
  login: (pin: string) => void
  logout: () => void
  close: () => void
  find: (template: object) => { items: (at: number) => { toType: <T>() => T }; length: number }
  createSign: (mechanism: unknown, key: unknown) => { once: (data: Buffer) => Buffer }
}
type Slot = {
  getToken: () => { label: string }
  getMechanisms: () => { length: number; items: (at: number) => { name: string; flags: number } }
  open: (flags?: number) => Session
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
        items: (at: number) => Slot
      }
    }
  }
  ObjectClass: { PRIVATE_KEY: number }
  SessionFlag: { SERIAL_SESSION: number }
  MechanismFlag: { SIGN: number }
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

function slotOf(graphene: Graphene, library: string, label: string): Slot {
  let module = loaded.get(library)
  if (!module) {
    module = graphene.Module.load(library, 'token')
    module.initialize()
    loaded.set(library, module)
  }
  const slots = module.getSlots(true)
  for (let at = 0; at < slots.length; at += 1) {
    const slot = slots.items(at)
    if (slot.getToken().label.trim() === label) return slot
  }
  throw new Refusal('signing.token-away')
}

/** Names of the mechanisms that the token signs with. */
function signingMechanisms({ MechanismFlag }: Graphene, slot: Slot): ReadonlySet<string> {
  const all = slot.getMechanisms()
  const each = Array.from({ length: all.length }, (_, at) => all.items(at))
  return new Set(each.filter(({ flags }) => (flags & MechanismFlag.SIGN) !== 0).map(({ name }) => name))
}

/** The mechanism as the library wants it said. */
function mechanismOf({ MechanismEnum, RsaMgf, RsaPssParams }: Graphene, { name, algorithm }: TokenMechanism): unknown {
  if (algorithm.kind !== 'rsa-pss') return name
  return { name, params: new RsaPssParams(MechanismEnum.SHA256!, RsaMgf.MGF1_SHA256!, algorithm.saltLength) }
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

/**
 * Opens a key on a PKCS#11 token or HSM: the token counts wrong PINs itself, the key never leaves it. Which algorithm signs follows from what
 * the token offers: see `decideMechanism`.
 */
export async function openTokenKey(
  house: SigningHouse,
  key: SigningKey,
  pin: string,
  algorithm: SignatureAlgorithm,
): Promise<Pick<Signer, 'sign' | 'close' | 'algorithm' | 'digest'>> {
  if (!house.pkcs11Library) throw new Refusal('signing.token-away')
  const graphene = await loadGraphene()
  try {
    const slot = slotOf(graphene, house.pkcs11Library, String(key.facts.token))
    const mechanism = decideMechanism(signingMechanisms(graphene, slot), algorithm)
    const session = slot.open(graphene.SessionFlag.SERIAL_SESSION)
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
    const sign: RawSignature = async (toBeSigned) => {
      try {
        const value = session.createSign(mechanismOf(graphene, mechanism), held).once(handedOver(mechanism, toBeSigned))
        return mechanism.name === 'ECDSA' ? ecdsaValue(value) : value
      } catch (error) {
        throw refusalOf(error)
      }
    }
    return { sign, close, algorithm: mechanism.algorithm, digest: mechanism.algorithm.digest }
  } catch (error) {
    throw refusalOf(error)
  }
}
