import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { seededTemplates } from '../../../../seeds/papers.ts'
import { setTemplate } from '../set-paper.ts'
import { stopSetters } from '../setting/setters.ts'

after(stopSetters)
const PDFTOTEXT = '/usr/bin/pdftotext'
const skip = existsSync(PDFTOTEXT) ? false : `no ${PDFTOTEXT}`
const POINTS = 72 / 25.4
const folder = mkdtempSync('/tmp/dinh-overlay-')
after(() => rmSync(folder, { recursive: true, force: true }))

type Word = { page: number; x: number; y: number; words: string }
/** Every word of a PDF with its left and top edge in points from the top left. */
function wordsOf(pdf: Uint8Array): Word[] {
  writeFileSync(`${folder}/a.pdf`, pdf)
  const html = execFileSync(PDFTOTEXT, ['-bbox', `${folder}/a.pdf`, '-'], { encoding: 'utf8' })
  let page = 0
  return html.split('\n').flatMap((line) => {
    if (line.includes('<page ')) page += 1
    const [, x, y, words] = /<word xMin="([\d.]+)" yMin="([\d.-]+)"[^>]*>(.*)<\/word>/.exec(line) ?? []
    return words === undefined ? [] : [{ page, x: Number(x), y: Number(y), words }]
  })
}

type Blank = { layout: { key: string; x: number; y: number }[]; offset: { x: number; y: number } }
const at = new Date('2026-11-24T02:00:00Z')
const house = { origin: 'http://localhost:3000', code: 'ABCDEFGHJKLM', at }

for (const key of ['phoi-khai-sinh', 'phoi-ket-hon', 'phoi-giay-chung-nhan-dat'])
  test(`${key}: chỉ chữ được in, mỗi chữ dời đúng số mi-li-mét hiệu chỉnh của máy in`, { skip }, async () => {
    const template = seededTemplates().find((each) => each.key === key)!
    const data = template.example as Blank & Record<string, unknown>
    const set = async (offset: { x: number; y: number }) =>
      wordsOf((await setTemplate(template, { ...data, offset }, house)).pdf)
    const [straight, moved] = [await set({ x: 0, y: 0 }), await set({ x: 1.5, y: -2.25 })]
    assert.equal(moved.length, straight.length)
    for (const [index, word] of straight.entries()) {
      const same = moved[index]!
      assert.equal(same.words, word.words)
      assert.ok(Math.abs(same.x - word.x - 1.5 * POINTS) < 0.05, `${word.words}: ${same.x - word.x}`)
      assert.ok(Math.abs(same.y - word.y + 2.25 * POINTS) < 0.05, `${word.words}: ${same.y - word.y}`)
    }
    const printed = straight.map((each) => each.words).join(' ')
    assert.ok(!/Họ, chữ đệm|HÌNH VẼ|CỘNG HÒA|Nơi sinh:/.test(printed), 'no words of the blank itself')
    for (const { key: name, x } of data.layout) {
      const [first] = String(data[name] ?? '').split(' ')
      if (!first) continue
      assert.ok(
        straight.some((word) => word.words === first && Math.abs(word.x - x * POINTS) < 0.6),
        `${name} stands ${x} mm from the left`,
      )
    }
  })
