import { parseArgs } from 'node:util'
import { setTemplate, stopSetters } from '#server/papers/index.ts'
import { bytesSource, isOnlyCompleted, refuseWorse, reserve, Update, PdfFile } from '#server/signatures/index.ts'
import { joined } from '#server/signatures/pdf/write.ts'
import { aTrust } from '#server/signatures/verify/testing.ts'
import { nodeHash } from '#server/signing/paper-file.ts'
import { seededTemplates } from '../seeds/papers.ts'

/**
 * `npm run signing:measure -- --papers 100`: milliseconds of CPU for each part of signing and completing one decision that is signed by a leader and
 * then sealed (ECDSA): writing the signature, our verifier after it, writing timestamp and validation data, and the check after that, whole and
 * as it is done where nothing but these came to the file. One JSON object on standard output; nothing is asserted.
 */
const { values } = parseArgs({ options: { papers: { type: 'string', default: '100' } } })
const papers = Number(values.papers)
const template = seededTemplates().find((each) => each.key === 'quyet-dinh')!
const at = new Date('2026-11-24T02:00:00Z')
const set = await setTemplate(template, template.example, { origin: 'https://dinh.example', code: 'ABCDEFGHJKLM', at })
stopSetters()
const update = new Update(await PdfFile.open(bytesSource(set.pdf)))
const places = [
  { name: 'ky', kind: 'signature', page: 0, rect: [300, 100, 500, 200] },
  { name: 'dau', kind: 'signature', page: 0, rect: [250, 120, 350, 220] },
] as const
await reserve(
  update,
  places.map((each) => ({ ...each, rect: [...each.rect] as [number, number, number, number] })),
)
const paper = joined([set.pdf, (await update.bytes()).bytes])
const trust = await aTrust()

const spent = new Map<string, number>()
async function measured<T>(what: string, work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage()
  const answer = await work()
  const { user, system } = process.cpuUsage(before)
  spent.set(what, (spent.get(what) ?? 0) + (user + system) / 1000)
  return answer
}
const check = (before: Uint8Array, after: Uint8Array) =>
  refuseWorse(bytesSource(before), bytesSource(after), { now: at, newHash: nodeHash })

/** One signature on its whole way; the file that it leaves. */
async function oneSignature(pdf: Uint8Array, field: 'ky' | 'dau'): Promise<Uint8Array> {
  const party = field === 'ky' ? trust.leader : trust.clerk
  const signed = await measured('sign', () =>
    trust.sign(pdf, party, { field, newHash: nodeHash, ...(field === 'ky' ? { certify: 2 } : { lock: true }) }),
  )
  await measured('checkAfterSigning', () => check(pdf, signed))
  const data = await trust.evidence()
  const done = await measured('complete', async () => trust.withData(await trust.stamped(signed, field), field, data))
  await measured('checkAfterCompletionWhole', () => check(signed, done))
  await measured('checkAfterCompletionShort', async () => {
    const hash = nodeHash('SHA-256')
    hash.update(signed)
    hash.digest()
    if (!(await isOnlyCompleted(bytesSource(signed), bytesSource(done), field))) throw new Error('checked whole')
  })
  return done
}

for (let turn = 0; turn < papers + 10; turn += 1) {
  if (turn === 10) spent.clear()
  await oneSignature(await oneSignature(paper, 'ky'), 'dau')
}
const figures = Object.fromEntries([...spent].map(([what, ms]) => [what, Math.round((ms / papers) * 10) / 10]))
process.stdout.write(`${JSON.stringify({ papers, signaturesEach: 2, cpuMsPerPaper: figures })}\n`)
