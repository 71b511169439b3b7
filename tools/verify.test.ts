import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { checkFile, openAuthority } from '#server/certificates/index.ts'
import { PROJECT } from '#server/platform/settings.ts'
import { pemOf } from '#server/signatures/index.ts'
import { aPaper, aTrust } from '#server/signatures/verify/testing.ts'

const folder = mkdtempSync('/tmp/dinh-verify-')
after(() => rmSync(folder, { recursive: true, force: true }))
const verify = (...args: string[]) => {
  const env = { ...process.env, DATA_DIR: `${folder}/data` }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/verify.ts', ...args], {
    ...{ cwd: PROJECT, env, encoding: 'utf8' },
  })
  return { status, stdout, stderr }
}

test('npm run verify prints one line of JSON a file, trusts what it is told to, and fails for faulty calls only', async () => {
  const trust = await aTrust()
  writeFileSync(`${folder}/root.pem`, pemOf('CERTIFICATE', trust.root.certificate.der))
  const signed = await trust.longTerm(aPaper())
  writeFileSync(`${folder}/a.pdf`, signed)
  writeFileSync(`${folder}/b.pdf`, aPaper())
  writeFileSync(`${folder}/c.pdf`, 'rác')
  const files = ['a', 'b', 'c'].map((each) => `${folder}/${each}.pdf`)
  const told = verify('--json', '--trust', `${folder}/root.pem`, ...files)
  const lines = told.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    lines.map(({ file, verdict }) => `${file.at(-5)} ${verdict}`),
    ['a VALID', 'b NONE', 'c UNKNOWN'],
  )
  assert.equal(told.status, 0)
  const [signature] = lines[0].signatures
  assert.deepEqual([signature.verdict, signature.signer, signature.level], ['VALID', 'Nguyễn Văn A', 'B-LT'])
  assert.match(verify('--json', files[0]!).stdout, /"verdict":"UNKNOWN"/)
  const without = verify('--demonstration', files[0]!)
  assert.deepEqual([without.status, without.stdout.slice(0, 7)], [0, 'UNKNOWN'])
  assert.match(without.stderr, /\/data has no demonstration authority yet.*Set DATA_DIR/)
  await openAuthority({ dataDir: `${folder}/data`, address: 'http://localhost:1', at: new Date() })
  const withRoot = verify('--demonstration', files[0]!)
  assert.equal(withRoot.stderr, '')
  assert.match(withRoot.stdout, /^UNKNOWN {2}/)
  for (const faulty of [[], ['--nonsense'], ['--trust', `${folder}/none.pem`, files[0]!], [`${folder}/none.pdf`]])
    assert.equal(verify(...faulty).status, 2)
})

test('every name gets its line: a folder, a device and a file that is not there are said to be such, and nothing waits for them', () => {
  const names = [folder, '/dev/zero', `${folder}/none.pdf`, `${folder}/b.pdf`]
  const { status, stdout } = verify('--json', ...names)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    lines.map(({ file, verdict, signatures }) => [file, verdict, signatures.length]),
    names.map((file) => [file, file.endsWith('b.pdf') ? 'NONE' : 'UNKNOWN', 0]),
  )
  assert.equal(status, 2)
})

test('a file that takes too long is ended and UNKNOWN', async () => {
  const checked = await checkFile({ path: `${folder}/a.pdf`, anchors: [], now: new Date() }, 0)
  assert.equal(checked.verdict, 'UNKNOWN')
  const next = await checkFile({ path: `${folder}/b.pdf`, anchors: [], now: new Date() })
  assert.equal(next.verdict, 'NONE', 'the next file has a thread of its own')
})
