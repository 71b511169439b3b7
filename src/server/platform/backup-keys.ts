import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'

/** What opens everything else in a data folder: the sealing key, signing keys, the owner's password of the database. */
const KEY_FOLDER = 'keys'
const KEY_FILES = ['postgres-password']
const BUNDLE = 'keys.sealed'

/**
 * Where the keys of a backup go: beside the database, readable (`open`); under a passphrase (`sealed`); or into a folder of their own (`apart`), which
 * is kept elsewhere.
 */
export type KeysOfBackup = { kind: 'open' } | { kind: 'sealed'; passphrase: string } | { kind: 'apart'; folder: string }

const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }
const keyFrom = (passphrase: string, salt: Buffer) => scryptSync(passphrase.normalize('NFC'), salt, 32, COST)

/** The key files of a folder by their path in it. */
function keyFilesIn(folder: string): string[] {
  const inside = existsSync(join(folder, KEY_FOLDER))
    ? readdirSync(join(folder, KEY_FOLDER), { recursive: true, encoding: 'utf8' })
        .map((each) => join(KEY_FOLDER, each))
        .filter((each) => statSync(join(folder, each)).isFile())
    : []
  return [...inside, ...KEY_FILES.filter((each) => existsSync(join(folder, each)))].toSorted()
}

function writeKey(folder: string, path: string, bytes: Uint8Array) {
  const file = resolve(folder, path)
  if (!file.startsWith(resolve(folder) + sep)) throw new Error(`${path} leads out of the folder.`)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, bytes, { mode: 0o600 })
}

/** @throws Error with a sentence for a passphrase that would not hold. */
export function requirePassphrase(text: string): string {
  const passphrase = text.replace(/\r?\n$/, '')
  if (passphrase.length < 16)
    throw new Error('The passphrase for the keys of the backup is shorter than 16 characters. Take a longer one.')
  return passphrase
}

/** Puts the keys of a data folder into a backup, as wished. */
export function backUpKeys(dataDir: string, target: string, keys: KeysOfBackup): number {
  const paths = keyFilesIn(dataDir)
  if (keys.kind !== 'sealed') {
    const to = keys.kind === 'apart' ? keys.folder : target
    mkdirSync(to, { recursive: true, mode: 0o700 })
    for (const path of paths) writeKey(to, path, readFileSync(join(dataDir, path)))
    if (keys.kind === 'apart') chmodSync(to, 0o700)
    return paths.length
  }
  const plain = JSON.stringify(paths.map((path) => [path, readFileSync(join(dataDir, path)).toString('base64')]))
  const [salt, nonce] = [randomBytes(16), randomBytes(12)]
  const cipher = createCipheriv('aes-256-gcm', keyFrom(keys.passphrase, salt), nonce)
  const sealed = Buffer.concat([salt, nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  writeFileSync(join(target, BUNDLE), sealed, { mode: 0o600 })
  return paths.length
}

/** Puts the keys back. @throws Error with a sentence when they are not where they should be, or the passphrase is another. */
export function restoreKeys(
  source: string,
  dataDir: string,
  { passphrase, folder }: { passphrase?: string; folder?: string },
) {
  const bundle = join(source, BUNDLE)
  if (existsSync(bundle)) {
    if (!passphrase)
      throw new Error(
        'The keys of this backup are sealed. Name the file with the passphrase: --passphrase-file <file>.',
      )
    const sealed = readFileSync(bundle)
    const decipher = createDecipheriv(
      'aes-256-gcm',
      keyFrom(passphrase, sealed.subarray(0, 16)),
      sealed.subarray(16, 28),
    )
    decipher.setAuthTag(sealed.subarray(-16))
    let plain: string
    try {
      plain = Buffer.concat([decipher.update(sealed.subarray(28, -16)), decipher.final()]).toString('utf8')
    } catch {
      throw new Error('The passphrase is not that of this backup. Nothing was restored.')
    }
    for (const [path, bytes] of JSON.parse(plain) as [string, string][])
      writeKey(dataDir, path, Buffer.from(bytes, 'base64'))
    return
  }
  const from = keyFilesIn(source).length > 0 ? source : folder
  if (!from) throw new Error('This backup holds no keys: they were put apart. Name their folder: --keys <folder>.')
  const paths = keyFilesIn(from)
  if (!paths.includes(KEY_FILES[0]!)) throw new Error(`${from} does not hold the keys of a backup.`)
  for (const path of paths) writeKey(dataDir, path, readFileSync(join(from, path)))
}
