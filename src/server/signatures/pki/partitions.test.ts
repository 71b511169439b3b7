import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildCrl } from './answers-build.ts'
import { extensionOf } from './certificate-build.ts'
import { fromHex } from './der.ts'
import { booleanValue, context, contextPrimitive, sequence } from './der-write.ts'
import { revocationOf } from './revocation.ts'
import { aHierarchy, aKey, aParty, NOW, type Party } from './testing.ts'

const { root, issuing } = await aHierarchy()
const DAY = 24 * 3_600_000
const ascii = (words: string) => new TextEncoder().encode(words)
/** The name of a place of lists: `[0] { [0] { [6] uri } }`. */
const placed = (address: string) => context(0, context(0, contextPrimitive(6, ascii(address))))
const flag = (number: number) => contextPrimitive(number, Uint8Array.of(255))
const SOME_REASONS = contextPrimitive(3, Uint8Array.of(3, 8))
const [A, B] = ['http://crl.example.vn/a.crl', 'http://crl.example.vn/b.crl']
/** What a list says it is about (issuingDistributionPoint, critical). */
const about = (...fields: Uint8Array[]) => extensionOf('2.5.29.28', sequence(...fields), true)
const points = (...of: Uint8Array[]) => [extensionOf('2.5.29.31', sequence(...of.map((each) => sequence(each))))]

const named = await aParty(await aKey('Có nơi đăng'), issuing, { more: points(placed(A)) })
const silent = await aParty(await aKey('Không nơi đăng'), issuing)
const partly = await aParty(await aKey('Từng lý do'), issuing, {
  more: [extensionOf('2.5.29.31', sequence(sequence(placed(A), contextPrimitive(1, Uint8Array.of(3, 8)))))],
})
const byIssuer = (of: Party) => [extensionOf('2.5.29.29', sequence(context(4, of.name)), true)]

type Entry = { of: Party; more?: Uint8Array[] }
const list = (more: Uint8Array[], entries: Entry[] = []) =>
  buildCrl(
    {
      entries: entries.map(({ of, more: own = [] }) => ({
        ...{
          serial: of.certificate.serial,
          at: new Date(NOW.getTime() - DAY),
          reason: 'keyCompromise' as const,
          more: own,
        },
      })),
      ...{ number: 1, at: NOW, nextUpdate: new Date(NOW.getTime() + DAY), more },
      authorityKeyId: fromHex(issuing.certificate.subjectKeyId!),
    },
    issuing,
  )
const said = async (of: Party, crl: Uint8Array) => {
  const found = await revocationOf(of.certificate, issuing.certificate, { ocsps: [], crls: [crl] }, NOW, NOW)
  return found.status === 'unknown' ? found.why.join() : found.status
}

test('a list says that a certificate is good only where it is about it: its place, its kind, all reasons', async () => {
  for (const [why, of, crl, expected] of [
    ['a list of everything', named, await list([]), 'good'],
    ['a list of everything for a certificate without place', silent, await list([]), 'good'],
    ['the partition of its place', named, await list([about(placed(A))]), 'good'],
    ['another partition', named, await list([about(placed(B))]), 'not-judged'],
    ['a partition where its certificate names no place', silent, await list([about(placed(A))]), 'not-judged'],
    [
      'a partition of which its certificate names some reasons only',
      partly,
      await list([about(placed(A))]),
      'not-judged',
    ],
    ['a list of users', named, await list([about(flag(1))]), 'good'],
    ['a list of authorities', named, await list([about(flag(2))]), 'not-judged'],
    ['some reasons only', named, await list([about(placed(A), SOME_REASONS)]), 'not-judged'],
    ['an indirect list', named, await list([about(placed(A), flag(4))]), 'not-judged'],
    ['attribute certificates', named, await list([about(flag(5))]), 'not-judged'],
    ['a relative name', named, await list([about(context(0, context(1, placed(A))))]), 'not-judged'],
    ['a delta', named, await list([extensionOf('2.5.29.27', Uint8Array.of(2, 1, 0), true)]), 'not-judged'],
  ] as const)
    assert.equal(await said(of, crl), expected, why)
})

test('a genuine list that names a certificate as revoked counts, whatever else it leaves out', async () => {
  const entries = [{ of: named }]
  for (const more of [
    [],
    [about(placed(A))],
    [about(placed(B))],
    [about(placed(A), SOME_REASONS)],
    [about(flag(2))],
    [about(flag(4))],
    [extensionOf('2.5.29.27', Uint8Array.of(2, 1, 0), true)],
  ])
    assert.equal(await said(named, await list(more, entries)), 'revoked')
})

test('in an indirect list the entries of another issuer are not ours, nor those behind them', async () => {
  const other = { of: silent, more: byIssuer(root) }
  const behind = await list([about(flag(4))], [other, { of: named }])
  assert.equal(await said(named, behind), 'not-judged')
  const back = await list([about(flag(4))], [other, { of: named, more: byIssuer(issuing) }])
  assert.equal(await said(named, back), 'revoked')
})

test('the flags are read as they are written', () => {
  assert.deepEqual([...flag(4)], [0x84, 1, 255])
  assert.deepEqual([...booleanValue(true)], [1, 1, 255])
})
