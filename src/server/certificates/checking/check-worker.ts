import { type FileHandle, open } from 'node:fs/promises'
import { parentPort } from 'node:worker_threads'
import { parseCertificate, type Source, verifyPdf } from '#server/signatures/index.ts'
import { verifyXml } from '#server/signatures/xml/index.ts'
import type { CheckedFile, ThreadAnswer, ToCheck } from './check-file.ts'

const LARGEST_XML = 32 * 1024 * 1024

async function sourceOf(file: FileHandle): Promise<Source> {
  const { size } = await file.stat()
  return {
    size,
    read: async (from, to) => {
      const bytes = new Uint8Array(Math.max(0, to - from))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
      return bytes.subarray(0, bytesRead)
    },
  }
}

async function check({ path, anchors, now, extra }: ToCheck): Promise<CheckedFile> {
  const file = await open(path)
  try {
    const source = await sourceOf(file)
    const options = {
      ...{ anchors: anchors.map(parseCertificate), now },
      ...(extra ? { extra: { ...extra, certificates: extra.certificates.map(parseCertificate) } } : {}),
    }
    const head = new TextDecoder().decode(await source.read(0, Math.min(source.size, 64))).trimStart()
    if (!head.startsWith('<') || source.size > LARGEST_XML)
      return { kind: 'pdf', ...(await verifyPdf(source, options)) }
    return { kind: 'xml', ...(await verifyXml(await source.read(0, source.size), options)) }
  } finally {
    await file.close()
  }
}

const say = (answer: ThreadAnswer) => parentPort!.postMessage(answer, [])

parentPort!.on('message', (asked: ToCheck) => {
  check(asked).then(
    (checked) => say({ checked }),
    (error: unknown) => say({ failed: error instanceof Error ? error.message : String(error) }),
  )
})
