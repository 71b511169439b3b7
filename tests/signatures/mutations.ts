import { Update } from '#server/signatures/pdf/update.ts'
import { PdfFile } from '#server/signatures/pdf/file.ts'
import { Dict, Ref, Stream } from '#server/signatures/pdf/objects.ts'
import { bytesSource } from '#server/signatures/pdf/source.ts'
import { joined } from '#server/signatures/pdf/write.ts'

/** Numbers that look random and are the same each time. */
export function dice(seed: number) {
  let state = seed >>> 0
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    return ((state ^ (state >>> 12)) >>> 0) % below
  }
}
type Dice = ReturnType<typeof dice>

/** Where the values of signatures stand, which no signature covers: their digits, between `<` and `>`. */
export function gapsOf(pdf: Uint8Array): [number, number][] {
  const words = Buffer.from(pdf).toString('latin1')
  return Array.from(words.matchAll(/\/ByteRange \[0 (\d+) (\d+) \d+\]/g), (each) => [Number(each[1]), Number(each[2])])
}

function coveredPlace(pdf: Uint8Array, roll: Dice): number {
  const gaps = gapsOf(pdf)
  for (;;) {
    const at = roll(pdf.length)
    if (!gaps.some(([from, to]) => at >= from && at < to)) return at
  }
}

async function revision(pdf: Uint8Array, change: (update: Update) => unknown) {
  const update = new Update(await PdfFile.open(bytesSource(pdf)))
  await change(update)
  return joined([pdf, (await update.bytes()).bytes])
}

/** What may happen to a paper: each gives other bytes, and something that is covered or seen is not what it was. */
export const MUTATIONS: Record<string, (pdf: Uint8Array, roll: Dice) => Uint8Array | Promise<Uint8Array>> = {
  'a bit flipped': (pdf, roll) => {
    const other = new Uint8Array(pdf)
    other[coveredPlace(pdf, roll)]! ^= 1 << roll(8)
    return other
  },
  'a run of bytes overwritten': (pdf, roll) => {
    const other = new Uint8Array(pdf)
    const at = Math.min(coveredPlace(pdf, roll), pdf.length - 40)
    for (let each = 0; each < 40; each += 1) other[at + each] = 48 + roll(64)
    return other
  },
  'bytes taken out': (pdf, roll) => {
    const at = coveredPlace(pdf, roll)
    return joined([pdf.subarray(0, at), pdf.subarray(at + 1 + roll(20))])
  },
  'bytes put in': (pdf, roll) => {
    const at = coveredPlace(pdf, roll)
    return joined([pdf.subarray(0, at), new Uint8Array(1 + roll(20)).fill(32), pdf.subarray(at)])
  },
  'cut off': (pdf, roll) => pdf.subarray(0, pdf.length - 4 - roll(Math.floor(pdf.length / 2))),
  'bytes at the end': (pdf, roll) => joined([pdf, Uint8Array.from({ length: 1 + roll(3000) }, () => 33 + roll(90))]),
  'a value of a signature damaged': (pdf, roll) => {
    const other = new Uint8Array(pdf)
    const [from] = gapsOf(pdf)[0]!
    // Inside the signed attributes and before: the first digits are the frame of the CMS.
    const at = from + 1 + roll(60)
    other[at] = other[at] === 49 ? 50 : 49
    return other
  },
  'a range changed': (pdf, roll) => {
    const words = Buffer.from(pdf).toString('latin1')
    const [whole, ...numbers] = /\/ByteRange \[(0) (\d+) (\d+) (\d+)\] */.exec(words)!
    const changed = numbers.map(Number)
    changed[roll(4)]! += 1 + roll(50)
    const written = `/ByteRange [${changed.join(' ')}]`.padEnd(whole.length)
    return new Uint8Array(Buffer.from(words.replace(whole, written), 'latin1'))
  },
  'two objects change places in a later table': (pdf, roll) =>
    revision(pdf, async (update) => {
      const pages = await update.file.pages()
      const { page } = pages[roll(pages.length)]!
      const content = page.get('Contents') as Ref
      const other = new Ref(
        update.file.numbers().find((num) => num !== content.num)!,
        0,
      )
      update.replace(content, await update.file.object(other))
    }),
  'a later revision with another content': (pdf, roll) =>
    revision(pdf, async (update) => {
      const pages = await update.file.pages()
      const content = pages[roll(pages.length)]!.page.get('Contents') as Ref
      update.replace(content, new Stream(new Dict(), new TextEncoder().encode('0 0 600 900 re f')))
    }),
  'a later revision with another size of page': (pdf, roll) =>
    revision(pdf, async (update) => {
      const pages = await update.file.pages()
      const { ref, page } = pages[roll(pages.length)]!
      update.replace(ref, new Dict([...page, ['MediaBox', [0, 0, 300 + roll(200), 400]]]))
    }),
  'a later revision with another font': (pdf, roll) =>
    revision(pdf, async (update) => {
      const fonts: [number, Dict][] = []
      for (const num of update.file.numbers()) {
        const value = await update.file.object(new Ref(num, 0))
        if (value instanceof Dict && value.has('BaseFont')) fonts.push([num, value])
      }
      const [num, font] = fonts[roll(fonts.length)]!
      update.replace(new Ref(num, 0), new Dict([...font, ['Encoding', [roll(9)]]]))
    }),
}
