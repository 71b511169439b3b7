import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { log } from './log.ts'
import { bindSealingKey, newSealingKey } from './sealing.ts'
import type { Settings } from './settings.ts'

const PATIENCE = 5000
const MOST = 100_000

type Vault = { address: string; token: string }
type Entry = { data?: { data?: { key?: unknown } } }

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

/** The key that the vault keeps; undefined where it keeps none yet. */
async function keyIn(vault: Vault): Promise<Buffer | undefined> {
  const { status, entry } = await ask(vault)
  if (status === 404) return undefined
  const kept = entry.data?.data?.key
  const key = typeof kept === 'string' ? Buffer.from(kept, 'base64') : Buffer.alloc(0)
  if (status !== 200 || key.length !== 32)
    throw new Error(
      status === 403
        ? 'The key vault refuses the token of KEY_VAULT_TOKEN_FILE. Give it the right to read and write that path.'
        : `The key vault answered ${status} and no key of 32 bytes.`,
    )
  return key
}

/**
 * Takes the sealing key of the house from a key vault (HashiCorp Vault and what speaks its API, KV version 2) instead of a file. A house that has its key
 * in the file moves it there at the first start; a new one makes its key there. Two programs at once: the vault takes the first (`cas: 0`).
 * @throws Error with a sentence when the vault is away, refuses, or keeps another key than the file.
 */
export async function openKeyVault({ keyVault, dataDir }: Pick<Settings, 'keyVault' | 'dataDir'>): Promise<void> {
  if (!keyVault) return
  const vault = { address: keyVault.address, token: readFileSync(keyVault.tokenFile, 'utf8').trim() }
  const file = join(dataDir, 'keys/sealing.key')
  const local = existsSync(file) ? Buffer.from(readFileSync(file, 'utf8'), 'base64') : undefined
  let key = await keyIn(vault)
  if (!key) {
    const made = local ?? newSealingKey()
    await ask(vault, { options: { cas: 0 }, data: { key: made.toString('base64') } })
    key = await keyIn(vault)
  }
  if (!key)
    throw new Error('The key vault did not keep the key of the house. Give its token the right to write that path.')
  if (local && !local.equals(key))
    throw new Error(
      `The key vault keeps another key than ${file}: one of them is of another house. Nothing was opened.`,
    )
  if (local) log('warn', 'sealing key is in the vault: remove keys/sealing.key from the data folder')
  bindSealingKey(dataDir, key)
}
