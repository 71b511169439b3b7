import {
  hintsOf,
  keepPaper,
  type Paper,
  type PaperHouse,
  setPages,
  type SetPaperCommand,
} from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { layOnScan, scanAsPdf } from './lay-on-scan.ts'
import { readScan } from './scan-of-dossier.ts'

/**
 * Sets words (lời chứng, ghi chú) and keeps as the paper the scan that bears them, where its template says. @throws Refusal
 * `results.scan-needed`, `results.scan-unknown`, `results.scan-unfit`.
 */
export async function setOnScan(
  call: Call,
  house: PaperHouse,
  command: SetPaperCommand,
  on: { dossierId: string; laidOn: string | null },
): Promise<Paper> {
  const { bytes, mediaType } = await readScan(call.db, house, on)
  const scan = await scanAsPdf(bytes, mediaType)
  const made = await setPages(call, house, command)
  const set = await layOnScan(scan, made.set, hintsOf(made.version.schema).lay)
  return keepPaper(call, house, command, { ...made, set })
}
