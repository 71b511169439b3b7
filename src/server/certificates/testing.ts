import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { openAuthority } from './authority/open.ts'

/** A demonstration authority in a folder of its own, removed when the test ends. */
export async function anAuthority(t: Pick<TestContext, 'after'>, at: Date) {
  const dataDir = mkdtempSync(join(tmpdir(), 'dinh-certificates-'))
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  return openAuthority({ dataDir, address: 'https://dichvucong.example.vn', at })
}

/** The public half of a fresh P-256 key, as module signing hands it over. */
export async function aPublicKey(): Promise<Uint8Array> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  return new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
}
