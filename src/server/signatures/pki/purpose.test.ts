import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeyUsage } from './extensions.ts'
import { PURPOSE } from './extensions.ts'
import { isForSigning } from './purpose.ts'
import { AUTHORITY, aKey, aParty } from './testing.ts'

const IPSEC = '1.3.6.1.5.5.7.3.5'
const ADOBE = '1.2.840.113583.1.1.5'

test('a certificate signs papers by its usage and purposes, and an authority never', async () => {
  const key = await aKey('Ai đó')
  const rows: [why: string, keyUsage: KeyUsage[], purposes: string[] | null, expected: boolean][] = [
    ['no purposes', ['digitalSignature'], null, true],
    ['not to be denied', ['nonRepudiation'], null, true],
    ['key exchange', ['keyEncipherment'], null, false],
    ['data', ['dataEncipherment'], null, false],
    ['agreement', ['keyAgreement', 'encipherOnly'], null, false],
    ['lists', ['cRLSign'], null, false],
    ['a server', ['keyEncipherment'], [PURPOSE.serverAuth], false],
    ['a server whose key signs', ['digitalSignature'], [PURPOSE.serverAuth], false],
    ['a server that is a client too', ['digitalSignature'], [PURPOSE.serverAuth, PURPOSE.clientAuth], false],
    ['a server and mail', ['digitalSignature'], [PURPOSE.serverAuth, PURPOSE.emailProtection], true],
    ['time', ['digitalSignature'], [PURPOSE.timeStamping], false],
    ['answers', ['digitalSignature'], [PURPOSE.ocspSigning], false],
    ['time and answers', ['digitalSignature'], [PURPOSE.timeStamping, PURPOSE.ocspSigning], false],
    ['code', ['digitalSignature'], [PURPOSE.codeSigning], false],
    ['a tunnel', ['digitalSignature'], [IPSEC], false],
    ['a person who signs in', ['digitalSignature'], [PURPOSE.clientAuth], true],
    ['mail', ['digitalSignature', 'nonRepudiation'], [PURPOSE.clientAuth, PURPOSE.emailProtection], true],
    ['documents', ['nonRepudiation'], [PURPOSE.documentSigning], true],
    ['Adobe', ['nonRepudiation'], [ADOBE], true],
    ['any', ['digitalSignature'], [PURPOSE.timeStamping, PURPOSE.any], true],
  ]
  for (const [why, keyUsage, purposes, expected] of rows) {
    const extendedKeyUsage = purposes ? { extendedKeyUsage: { purposes, critical: true } } : {}
    const { certificate } = await aParty(key, undefined, { keyUsage, ...extendedKeyUsage })
    assert.equal(isForSigning(certificate), expected, why)
  }
  const signs = await aParty(key, undefined, { ...AUTHORITY, keyUsage: ['digitalSignature', 'keyCertSign'] })
  assert.equal(isForSigning(signs.certificate), false, 'an authority')
  const flagged = await aParty(key, undefined, { keyUsage: ['digitalSignature'], authority: {} })
  assert.equal(isForSigning(flagged.certificate), false, 'an authority by its flag alone')
})
