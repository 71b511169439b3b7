import { existsSync } from 'node:fs'
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Anchor } from './anchors.ts'

/** One anchor as it stands in a file of the month. */
export type AnchorLine = { file: string; text: string; anchor: Anchor }

const NEWLINE = 0x0a
const parsed = (file: string, text: string): AnchorLine[] => {
  try {
    return [{ file, text, anchor: JSON.parse(text) as Anchor }]
  } catch {
    return []
  }
}

/**
 * The anchors of one folder, read once and then only where they grew, by whomever. A line that a power cut tore is passed over; the next
 * one begins on a line of its own.
 */
export class AnchorBook {
  readonly folder: string
  /** Up to where each file was read, and whether it ends in the middle of a line. */
  readonly #read = new Map<string, { to: number; open: boolean }>()
  readonly heads = new Map<string, number>()
  last = ''

  constructor(folder: string) {
    this.folder = folder
  }

  /** Reads what was added since the last time. `anew`: files were cut or taken away, so everything was read again. */
  async catchUp(): Promise<{ lines: AnchorLine[]; anew: boolean }> {
    const names = existsSync(this.folder)
      ? (await readdir(this.folder)).filter((name) => name.endsWith('.jsonl')).sort()
      : []
    const sizes = new Map<string, number>()
    for (const name of names) sizes.set(name, (await stat(join(this.folder, name))).size)
    const anew = [...this.#read].some(([name, { to }]) => (sizes.get(name) ?? 0) < to)
    if (anew) {
      this.#read.clear()
      this.heads.clear()
      this.last = ''
    }
    const lines: AnchorLine[] = []
    for (const [name, size] of sizes)
      if (size > (this.#read.get(name)?.to ?? 0)) lines.push(...(await this.#more(name, size)))
    for (const { anchor } of lines) {
      for (const [id, [seq]] of Object.entries(anchor.heads)) this.heads.set(id, seq)
      this.last = anchor.hash
    }
    return { lines, anew }
  }

  async #more(name: string, size: number): Promise<AnchorLine[]> {
    const from = this.#read.get(name)?.to ?? 0
    const bytes = Buffer.alloc(size - from)
    const file = await open(join(this.folder, name), 'r')
    try {
      await file.read(bytes, 0, bytes.length, from)
    } finally {
      await file.close()
    }
    const whole = bytes.lastIndexOf(NEWLINE) + 1
    const rest = bytes.subarray(whole).toString('utf8')
    const lines = bytes.subarray(0, whole).toString('utf8').split('\n').filter(Boolean)
    const found = lines.flatMap((text) => parsed(name, text))
    const last = rest ? parsed(name, rest) : []
    this.#read.set(name, { to: from + (last.length > 0 ? bytes.length : whole), open: rest !== '' })
    return [...found, ...last]
  }

  /** Appends lines to their files and waits until the disk has them. */
  async append(lines: readonly { file: string; text: string }[]) {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    for (const name of new Set(lines.map((line) => line.file))) {
      const begin = this.#read.get(name)?.open ? '\n' : ''
      const texts = lines.filter((line) => line.file === name).map((line) => `${line.text}\n`)
      const isNew = !existsSync(join(this.folder, name))
      const file = await open(join(this.folder, name), 'a', 0o600)
      try {
        await file.writeFile(begin + texts.join(''))
        await file.sync()
      } finally {
        await file.close()
      }
      if (isNew) await syncFolder(this.folder)
    }
  }
}

/** The name of a new file stands on the disk only when its folder does. */
async function syncFolder(folder: string) {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
