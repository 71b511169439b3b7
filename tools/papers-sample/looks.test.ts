import assert from 'node:assert/strict'
import { after, before, test, type TestContext } from 'node:test'
import { type PaperPlace, stopSetters, type Template } from '#server/papers/index.ts'
import { setSource } from '#server/papers/setting/set.ts'
import { seededTemplates } from '../../seeds/papers.ts'
import { cutRules, installed, outOfOrder, type Structure, structureOf, type Word, wordsOf } from './read-pdf.ts'
import { type Sample, sampleOf } from './sample-of.ts'

/** A sample as it was set, and what was read of it, each once for all tests. */
type Set = Sample & {
  name: string
  kind: Template['kind']
  data: Record<string, unknown>
  structure: Structure
  read: ReturnType<typeof wordsOf>
}
const at = new Date('2026-11-24T02:00:00Z')
const sets: Set[] = []
before(async () => {
  for (const template of seededTemplates()) {
    const { key: name, kind, example: data } = template
    const sample = await sampleOf(template, { code: 'ABCDEFGHJKLM', at, data })
    const read = installed('pdftotext') ? wordsOf(sample.pdf) : { words: [], heights: [] }
    sets.push({ ...sample, name, kind, data, read, structure: await structureOf(sample.pdf) })
  }
})
after(stopSetters)

/** Tests of looks need poppler-utils: without it they are skipped, and say so. */
const lacking = (t: TestContext, ...programs: string[]) => {
  const missing = programs.filter((each) => !installed(each))
  if (missing.length > 0) t.skip(`poppler-utils is not installed: ${missing.join(', ')}`)
  return missing.length > 0
}

const boxOf = ({ rect: [left, bottom, right, top] }: PaperPlace, height: number) => ({
  ...{ left, right, top: height - top, bottom: height - bottom },
})
/** Points that a word may stand into the box of a place: the box of a letter is higher than the letter. */
const NEAR = 5
/** A signature's name stands right below its place. */
const BELOW = 45

test('every place is on its page, with nothing printed in it, and the name of who signs stands right below it, landscape too', (t) => {
  if (lacking(t, 'pdftotext')) return
  for (const { name, places, read, data } of sets) {
    const { words, heights } = read
    for (const place of places) {
      const box = boxOf(place, heights[place.page]!)
      assert.ok(box.top >= 0 && box.bottom <= heights[place.page]!, `${name} ${place.key}`)
      const within = (each: Word) =>
        each.page === place.page && each.right > box.left + NEAR && each.left < box.right - NEAR
      const inside = words.filter(
        (each) => within(each) && each.bottom > box.top + NEAR && each.top < box.bottom - NEAR,
      )
      assert.deepEqual(
        inside.map((each) => each.words),
        [],
        `${name} ${place.key}`,
      )
      const { signer } = data
      if (place.key !== 'lanh-dao' || typeof signer !== 'string') continue
      const below = words.filter(
        (each) => within(each) && each.top > box.bottom - NEAR && each.top < box.bottom + BELOW,
      )
      assert.ok(
        below
          .map((each) => each.words)
          .join(' ')
          .startsWith(signer.normalize('NFC')),
        `${name}: ${signer}`,
      )
    }
  }
})

const WHOLE = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'ỦY BAN NHÂN DÂN']
/** Those of the words that stand on more than one line. */
function brokenIn({ words }: ReturnType<typeof wordsOf>): string[] {
  return WHOLE.filter((whole) => {
    const parts = whole.split(' ')
    return words.some((_, at) => {
      const found = words.slice(at, at + parts.length)
      if (found.map((each) => each.words.replace(/[,.;]$/, '')).join(' ') !== whole) return false
      return Math.max(...found.map((each) => each.top)) - Math.min(...found.map((each) => each.top)) > 3
    })
  })
}

test("the State's name, its motto and the name of a committee are never broken over two lines", (t) => {
  if (lacking(t, 'pdftotext')) return
  for (const { name, read } of sets) assert.deepEqual(brokenIn(read), [], name)
})

const HEADS = `
#import "/certificate.typ": *
#import "/desk.typ": *
#let d = data()
#show: sheet.with(title: "Đầu giấy", size: 11pt, paper: d.paper, margin: 12mm)
#head(over: d.over, issuer: d.issuer, number: "", date: "", compact: d.paper == "a5")
#if d.paper == "a4" { issuer-head(d) }
#box(width: 70mm, nation(size: 14pt))
#box(width: 44mm, agency(d.over, d.issuer))`
test('names of agencies of any length leave the head whole, on A4 and on A5', async (t) => {
  if (lacking(t, 'pdftotext', 'pdftoppm')) return
  const names = [
    ['Ủy ban nhân dân xã Mỹ', 'Bộ phận Tiếp nhận và Trả kết quả xã Mỹ'],
    ['Ủy ban nhân dân thành phố Phan Rang - Tháp Chàm', 'Phòng Lao động - Thương binh và Xã hội'],
    ['Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu', 'Trung tâm Công nghệ thông tin tài nguyên và môi trường'],
    ['', 'Ủy ban nhân dân thị trấn Nông trường Mộc Châu'],
  ]
  for (const paper of ['a4', 'a5'])
    for (const [over, issuer] of names) {
      const { pdf } = await setSource(HEADS, { paper, over, issuer }, at)
      assert.deepEqual([brokenIn(wordsOf(pdf)), cutRules(pdf)], [[], []], `${paper} ${over}, ${issuer}`)
    }
})

test('the rules under motto and agency cut no letter', (t) => {
  if (lacking(t, 'pdftoppm')) return
  for (const { name, pdf } of sets) assert.deepEqual(cutRules(pdf), [], name)
})

test('a screen reader says every paper in the order of the page, labels before what was written', () => {
  for (const { name, structure } of sets) {
    assert.ok(structure.said.length > 0, name)
    assert.equal(outOfOrder(structure), undefined, name)
  }
})

test('what a screen reader would say out of order is found', async () => {
  const { pdf } = await setSource('#block[Nơi sinh: #strong[Hà Nam]]\n\nHai', {}, at)
  const structure = await structureOf(pdf)
  assert.ok(structure.said.length > 1)
  assert.notEqual(outOfOrder({ ...structure, said: structure.said.toReversed() }), undefined)
})

test('every paper has its name as a heading; only what is laid on another paper has none', () => {
  for (const { name, kind, structure } of sets)
    assert.equal(structure.kinds.has('H1'), kind !== 'blank' && kind !== 'note', name)
})

test('every ground of a decision ends with a semicolon, the last before its articles with a full stop, also where a request follows', (t) => {
  if (lacking(t, 'pdftotext')) return
  let seen = 0
  for (const { name, read, data } of sets) {
    const grounds = Array.isArray(data.grounds) ? data.grounds.map(String) : []
    const text = read.words.map((each) => each.words).join(' ')
    const asked = typeof data.request === 'string' ? data.request : ''
    const lines = [...grounds, ...(asked ? [asked] : [])]
    if (lines.length === 0 || !text.includes('QUYẾT ĐỊNH:')) continue
    seen += 1
    for (const [n, line] of lines.entries()) {
      const words = line.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
      const wanted = `${words}${n + 1 === lines.length ? '.' : ';'}`
      assert.ok(text.includes(wanted), `${name}: ${wanted}`)
    }
  }
  assert.ok(seen > 5, `${seen} decisions`)
})
