import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { stopSetters } from '#server/papers/index.ts'
import { signPaper } from './index.ts'
import { algorithmIn, noTokens, softTokens, TOKEN_PIN } from './keys/testing.ts'
import { aDecision, aSigningHouse, callOf, leader } from './testing.ts'

after(stopSetters)
const skip = await noTokens()
const KINDS = { 'EC:prime256v1': 'ecdsa', 'rsa:2048': 'rsa-pss' }
const { giveToken } = softTokens({ kinds: Object.keys(KINDS), skip })

for (const [kind, algorithm] of Object.entries(KINDS))
  test(`a key on a PKCS#11 token signs a paper and never leaves it (${kind})`, { skip }, async (t) => {
    const h = await aSigningHouse(t)
    const house = await giveToken(h, kind)
    const paper = await aDecision(h)
    const sign = (secret: string) =>
      signPaper(callOf(h.db, leader), house, { paperId: paper.id, key: 'lanh-dao', secret })
    await assert.rejects(sign('000000'), { code: 'signing.token-wrong-pin' })
    const signed = await sign(TOKEN_PIN)
    assert.equal(signed.state, 'signing')
    assert.equal(await algorithmIn(house, signed.fileSha256), algorithm)
  })
