import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildChain } from './chain.ts'
import { extensionOf } from './certificate-build.ts'
import { parseCertificate } from './certificate.ts'
import { nullValue, sequence } from './der-write.ts'
import { AUTHORITY, aHierarchy, aKey, aParty, NOW, type Party } from './testing.ts'

const chainOf = (leaf: Party, pool: Party[], anchors: Party[], at = NOW) =>
  buildChain(leaf.certificate, {
    pool: pool.map((each) => each.certificate),
    anchors: anchors.map((each) => each.certificate),
    at,
  })
const problems = async (...args: Parameters<typeof chainOf>) =>
  (await chainOf(...args)).faults.map((each) => each.problem)

test('a signer is trusted through the authorities to a root that is trusted, and not to another', async () => {
  const { root, issuing, signer } = await aHierarchy()
  const stranger = await aParty(await aKey('Gốc'), undefined, AUTHORITY)
  const chain = await chainOf(signer, [issuing], [root])
  assert.equal(chain.trusted, true)
  assert.deepEqual(
    chain.path.map((each) => each.subject.commonName),
    ['Nguyễn Văn A', 'Trung gian', 'Gốc'],
  )
  assert.deepEqual(await problems(signer, [issuing, root], [stranger]), ['no-anchor'])
  assert.deepEqual(await problems(signer, [], [root]), ['no-anchor'])
})

test('a certificate that is out of its term at the time asked for is named', async () => {
  const { root, issuing, signer } = await aHierarchy()
  const late = await chainOf(signer, [issuing], [root], new Date('2030-01-01'))
  assert.equal(late.trusted, false)
  assert.equal(late.path.length, 3)
  assert.deepEqual([...new Set(late.faults.map((each) => each.problem))], ['expired'])
  assert.deepEqual(await problems(signer, [issuing], [root], new Date('2020-01-01')), [
    'not-yet-valid',
    'not-yet-valid',
    'not-yet-valid',
  ])
})

test('an official does not make certificates: the authority flag, keyCertSign and the path length are asked', async () => {
  const { root, issuing, signer } = await aHierarchy()
  const forged = await aParty(await aKey('Kẻ giả'), signer)
  assert.deepEqual(await problems(forged, [signer, issuing], [root]), ['not-an-authority'])
  const noCertSign = await aParty(await aKey('Chỉ ký danh sách'), root, { keyUsage: ['cRLSign'], authority: {} })
  assert.deepEqual(await problems(await aParty(await aKey('B'), noCertSign), [noCertSign], [root]), [
    'not-an-authority',
  ])
  const noFlag = await aParty(await aKey('Không cờ'), root, { keyUsage: ['keyCertSign'] })
  assert.deepEqual(await problems(await aParty(await aKey('B'), noFlag), [noFlag], [root]), ['not-an-authority'])
  const short = await aParty(await aKey('Không cấp dưới'), root, { ...AUTHORITY, authority: { pathLength: 0 } })
  const below = await aParty(await aKey('Cấp dưới'), short, AUTHORITY)
  assert.deepEqual(await problems(await aParty(await aKey('C'), short), [short], [root]), [])
  assert.deepEqual(await problems(await aParty(await aKey('C'), below), [below, short], [root]), ['path-too-long'])
})

test('what is critical and not understood is refused, and so are name constraints', async () => {
  const root = await aParty(await aKey('Gốc'), undefined, AUTHORITY)
  const odd = await aParty(await aKey('A'), root, { more: [extensionOf('1.2.3.4', nullValue(), true)] })
  assert.deepEqual(await problems(odd, [], [root]), ['unknown-critical-extension'])
  const constrained = await aParty(await aKey('B'), root, {
    ...AUTHORITY,
    more: [extensionOf('2.5.29.30', sequence(), true)],
  })
  assert.deepEqual(await problems(await aParty(await aKey('C'), constrained), [constrained], [root]), [
    'name-constraints',
  ])
})

test('authorities that certify each other in a ring end the search', async () => {
  const keys = await Promise.all(['A', 'B', 'C', 'D'].map((name) => aKey(name)))
  const ring: Party[] = []
  for (const key of keys) for (const issuer of keys) ring.push(await aParty(key, issuer, AUTHORITY))
  const leaf = await aParty(await aKey('Lá'), keys[0])
  const chain = await chainOf(leaf, ring, [])
  assert.equal(chain.trusted, false)
  assert.ok(chain.faults.some((each) => each.problem === 'no-anchor'))
})

test('twenty authorities of one name that certify each other do not make the search long', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => aKey('Cùng tên')))
  const ring: Party[] = []
  for (const key of keys) for (const issuer of keys.slice(0, 5)) ring.push(await aParty(key, issuer, AUTHORITY))
  assert.equal((await chainOf(await aParty(await aKey('Lá'), keys[0]), ring, [])).trusted, false)
})

test('a forged certificate of the right names and key identifiers does not lead to the root', async () => {
  const { root } = await aHierarchy()
  const thief = { ...(await aKey('Gốc')), name: root.name, spki: root.spki }
  const forged = await aParty(await aKey('A'), thief)
  assert.equal(forged.certificate.authorityKeyId, root.certificate.subjectKeyId)
  assert.deepEqual(await problems(forged, [], [root]), ['no-anchor'])
})

test('a root that has expired is not made young by a certificate of its name and key that somebody else wrote', async () => {
  const past = { notBefore: new Date('2010-01-01'), notAfter: new Date('2020-01-01') }
  const root = await aParty(await aKey('Gốc'), undefined, { ...AUTHORITY, ...past })
  const thief = { ...(await aKey('Gốc')), name: root.name }
  const young = await aParty(root, { ...thief, spki: root.spki }, AUTHORITY)
  assert.deepEqual(await problems(await aParty(await aKey('A'), root), [young], [root]), ['expired'])
})

test('an extension that stands twice is no certificate', async () => {
  const key = await aKey('A')
  const twice = aParty(key, key, { more: [extensionOf('2.5.29.19', sequence(), true)] })
  await assert.rejects(twice, { code: 'extensions.twice' })
  assert.throws(() => parseCertificate(new Uint8Array(300 * 1024)), { code: 'asn1.too-large' })
})
