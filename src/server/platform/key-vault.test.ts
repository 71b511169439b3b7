import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { openFakeVault } from '../../../tests/fakes/key-vault.ts'
import { openKeyVault } from './key-vault.ts'
import { sealingOf, sealingWith } from './sealing.ts'

async function aVault(t: TestContext) {
  const vault = await openFakeVault('a-token')
  const top = mkdtempSync('/tmp/dinh-vault-')
  writeFileSync(`${top}/token`, 'a-token\n')
  t.after(async () => {
    await vault.close()
    rmSync(top, { recursive: true, force: true })
  })
  const open = (dataDir: string, tokenFile = `${top}/token`) =>
    openKeyVault({ dataDir: `${top}/${dataDir}`, keyVault: { address: vault.address, tokenFile } })
  return { vault, top, open }
}

test('a new house makes its key in the vault, none lies in its folder, and the next start opens what was sealed', async (t) => {
  const { vault, top, open } = await aVault(t)
  await Promise.all([open('a'), open('b')])
  const sealed = sealingOf(`${top}/a`).seal('bí mật')
  assert.equal(sealingOf(`${top}/b`).unseal(sealed), 'bí mật', 'of two at once the vault took one key')
  assert.equal(sealingWith(Buffer.from(vault.kept()!.key, 'base64')).unseal(sealed), 'bí mật')
  assert.ok(!existsSync(`${top}/a/keys`))
})

test('a house with its key in a file takes it along into the vault; another key there is not taken', async (t) => {
  const { vault, top, open } = await aVault(t)
  const sealed = sealingOf(`${top}/old`).seal('bí mật')
  await open('old')
  assert.equal(sealingWith(Buffer.from(vault.kept()!.key, 'base64')).unseal(sealed), 'bí mật')
  sealingOf(`${top}/other`)
  await assert.rejects(open('other'), /another key/)
})

test('a vault that is away, or refuses the token, opens no house', async (t) => {
  const { vault, top, open } = await aVault(t)
  writeFileSync(`${top}/wrong`, 'another')
  await assert.rejects(open('a', `${top}/wrong`), /refuses the token/)
  vault.setAway(true)
  await assert.rejects(open('a'), /did not answer/)
  assert.equal(vault.kept(), undefined)
})
