import { z } from 'zod'
import type { CopyForm } from '#server/signing/index.ts'

export const ScanState = z.enum(['waiting', 'signed', 'removed'])
export type ScanState = z.infer<typeof ScanState>

/** Bản quét kết quả: a result on paper as it was scanned, until the records clerk signs it as a copy. */
export type Scan = {
  id: string
  dossierId: string
  /** Of pictures the pages in order; empty where a PDF was uploaded. */
  pictures: { sha256: string; name: string }[]
  fileSha256: string
  fileName: string
  sizeBytes: number
  pages: number
  dpi: number | null
  state: ScanState
  addedAt: Date
  addedBy: string
  addedByName: string
  changedAt: Date
  copyId: string | null
}

export const SignScan = z.object({
  dossierId: z.uuid(),
  scanId: z.uuid(),
  /** The file that was on the screen: what the clerk saw is what is signed. */
  fileSha256: z.string().regex(/^[0-9a-f]{64}$/),
  form: z.enum(['sao-y', 'sao-luc', 'trich-sao']) satisfies z.ZodType<CopyForm>,
  resultKey: z.string().max(100),
})
export type SignScan = z.infer<typeof SignScan>
