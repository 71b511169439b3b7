import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PROJECT } from '#server/platform/settings.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'

const FOLDER = `${PROJECT}../shared/data/pdf/`
const expected = JSON.parse(readFileSync(`${PROJECT}tests/signatures/public-files.json`, 'utf8')) as {
  file: string
  verdict: string
  signatures: string[]
  reason: string
}[]

test(
  'every public file has the verdict that is written down for it, with its reason',
  {
    skip: existsSync(FOLDER) ? false : `the public files are not at ${FOLDER}`,
  },
  async () => {
    const files = readdirSync(FOLDER).filter((each) => each.endsWith('.pdf'))
    assert.deepEqual(expected.map((each) => each.file).sort(), files.sort())
    for (const { file, verdict, signatures, reason } of expected) {
      const report = await verifyPdf(bytesSource(new Uint8Array(readFileSync(FOLDER + file))), {
        ...{ anchors: [], now: new Date('2026-11-24T03:00:00Z') },
      })
      assert.equal(report.verdict, verdict, file)
      assert.deepEqual(
        report.signatures.map((each) => each.code),
        signatures,
        file,
      )
      assert.ok(reason.length > 10, file)
    }
  },
)
