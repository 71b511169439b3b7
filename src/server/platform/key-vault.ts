import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { log } from './log.ts'
import { areKeys, bindSealingKeys, newSealingKey, readKeys, writeKeys } from './sealing.ts'
import type { Settings } from './settings.ts'

const PATIENCE = 5000
const MOST = 100_000

type KeyVault = NonNullable<Settings['keyVault']>
type Vault = { address: string; token: string }
type Entry = { data?: { data?: { key?: unknown }; metadata?: { version?: unknown } } }

async function ask({ address, token }: Vault, body?: unknown): Promise<{ status: number; entry: Entry }> {
  const { host } = new URL(address)
  try {
    const answer = await fetch(address, {
      method: body ? 'POST' : 'GET',
      headers: { 'x-vault-token': token, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'error',
    })
    const text = (await answer.text()).slice(0, MOST)
    return { status: answer.status, entry: text ? (JSON.parse(text) as Entry) : {} }
  } catch (error) {
    throw new Error(`The key vault ${host} did not answer as one. The house cannot open without its key; try again.`, {
      cause: error,
    })
  }
}

/** The versions of the key that the vault keeps, the newest first, and the vault's own count; undefined where it keeps none yet. */
async function keysIn(vault: Vault): Promise<{ keys: Buffer[]; version: number } | undefined> {
  const { status, entry } = await ask(vault)
  if (status === 404) return undefined
  const kept = entry.data?.data?.key
  const keys = typeof kept === 'string' ? readKeys(kept) : []
  if (status !== 200 || !areKeys(keys))
    throw new Error(
      status === 403
        ? 'The key vault refuses the token of KEY_VAULT_TOKEN_FILE. Give it the right to read and write that path.'
        : `The key vault answered ${status} and no key of 32 bytes.`,
    )
  return { keys, version: Number(entry.data?.metadata?.version) }
}

const vaultOf = ({ address, tokenFile }: KeyVault): Vault => ({
  address,
  token: readFileSync(tokenFile, 'utf8').trim(),
})

/** A new key before those that the vault keeps (`cas`: nobody else changed them meanwhile). @throws Error with a sentence. */
export async function addVaultKey({ keyVault, dataDir }: { keyVault: KeyVault; dataDir: string }): Promise<void> {
  const vault = vaultOf(keyVault)
  const kept = await keysIn(vault)
  if (!kept) throw new Error('The key vault keeps no key of this house.')
  const keys = [newSealingKey(), ...kept.keys]
  const { status } = await ask(vault, { options: { cas: kept.version }, data: { key: writeKeys(keys) } })
  if (status !== 200)
    throw new Error(
      `The key vault did not take the new key (${status}). Give its token the right to write, and try again.`,
    )
  bindSealingKeys(dataDir, keys)
}

/**
 * Takes the sealing key of the house from a key vault (HashiCorp Vault and what speaks its API, KV version 2) instead of a file. A house that has its key
 * in the file moves it there at the first start; a new one makes its key there. Two programs at once: the vault takes the first (`cas: 0`).
 * @throws Error with a sentence when the vault is away, refuses, or keeps another key than the file.
 */
export async function openKeyVault({ keyVault, dataDir }: Pick<Settings, 'keyVault' | 'dataDir'>): Promise<void> {
  if (!keyVault) return
  const vault = vaultOf(keyVault)
  const file = join(dataDir, 'keys/sealing.key')
  const local = existsSync(file) ? readKeys(readFileSync(file, 'utf8')) : undefined
  let kept = await keysIn(vault)
  if (!kept) {
    const made = local ?? [newSealingKey()]
    await ask(vault, { options: { cas: 0 }, data: { key: writeKeys(made) } })
    kept = await keysIn(vault)
  }
  if (!kept)
    throw new Error('The key vault did not keep the key of the house. Give its token the right to write that path.')
  // The file may be of before the key was changed in the vault.
  if (local && !kept.keys.some((key) => key.equals(local[0]!)))
    throw new Error(
      `The key vault keeps another key than ${file}: one of them is of another house. Nothing was opened.`,
    )
  if (local) log('warn', 'sealing key is in the vault: remove keys/sealing.key from the data folder')
  bindSealingKeys(dataDir, kept.keys)
}
