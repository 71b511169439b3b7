import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { changePaperFile, findPaper, one, stopSetters } from '#server/papers/index.ts'
import { storeFile } from '#server/platform/files.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { signPdf } from '#server/signatures/index.ts'
import { openSigner, signPaper } from './index.ts'
import { appended, storedSource } from './paper-file.ts'
import { aDecision, aSigningHouse, callOf, givePostAndSeal, leader, NO_CODE, NOW, PIN } from './testing.ts'

after(stopSetters)
const skip = spawnSync('qpdf', ['--version']).status === 0 ? false : 'no qpdf'

test(
  'a file that is encrypted, damaged, or certified against changes is refused with the reason, and stays as it was',
  { skip },
  async (t) => {
    const h = await aSigningHouse(t)
    await migrateJobs(h.pool)
    const { person } = await givePostAndSeal(h)
    const folder = mkdtempSync('/tmp/dinh-refused-')
    t.after(() => rmSync(folder, { recursive: true, force: true }))
    const paper = await aDecision(h)
    const source = await storedSource(h.house.dataDir, paper.fileSha256)
    t.after(source.close)
    const bytes = await source.read(0, source.size)
    writeFileSync(`${folder}/a.pdf`, bytes)
    spawnSync('qpdf', ['--encrypt', 'x', 'y', '256', '--', `${folder}/a.pdf`, `${folder}/b.pdf`])
    const signer = await openSigner(callOf(h.db, leader), h.house, {
      certificateId: person.id,
      by: 'leader',
      secret: PIN,
      code: NO_CODE,
    })
    const { increment } = await signPdf({ source, signer, field: 'khac', certify: 1, at: NOW })
    const certified = appended(source, increment)
    for (const [file, code] of [
      [readFileSync(`${folder}/b.pdf`), 'signing.pdf-encrypted'],
      [bytes.subarray(0, bytes.length - 600), 'signing.pdf-damaged'],
      [await certified.read(0, certified.size), 'signing.pdf-certified'],
    ] as const) {
      const { sha256 } = await storeFile(h.db, h.house.dataDir, one(file), { now: NOW, maxBytes: 1e8 })
      const before = (await findPaper(h.db, paper))!
      await changePaperFile(h.db, before, { fileSha256: sha256, state: 'set', what: 'test' }, NOW, 'test')
      const held = await findPaper(h.db, paper)
      await assert.rejects(
        signPaper(callOf(h.db, leader), h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN }),
        { code },
      )
      assert.deepEqual(await findPaper(h.db, paper), held)
    }
  },
)
