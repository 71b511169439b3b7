import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { after, test } from 'node:test'
import { anActor, aCall, testDatabase } from '#server/platform/testing.ts'
import { seededTemplates } from '../../../seeds/papers.ts'
import { dataFaults, findPaper, setPaper, setTemplate, stopSetters } from './index.ts'

after(stopSetters)
const at = new Date('2026-11-24T02:00:00Z')

test('every template that comes with the program sets its example as one PDF with the places it says it has', async () => {
  for (const template of seededTemplates()) {
    assert.deepEqual(dataFaults(template.schema, template.example), [], template.key)
    const set = await setTemplate(template, template.example, {
      origin: 'https://dinh.example',
      code: 'ABCDEFGHJKLM',
      at,
    })
    assert.equal(Buffer.from(set.pdf.subarray(0, 5)).toString(), '%PDF-', template.key)
    const places = new Set(set.places.map((place) => place.key))
    for (const { key } of template.signs) assert.ok(places.has(key), `${template.key} has no place ${key}`)
    for (const { page, rect } of set.places) assert.ok(page < set.pages && rect[0] >= 0 && rect[1] >= 0, template.key)
  }
})

test('every property of every template has its name in Vietnamese', () => {
  const untitled = (node: Record<string, unknown>, path: string): string[] => [
    ...Object.entries((node.properties ?? {}) as Record<string, Record<string, unknown>>).flatMap(([key, child]) => [
      ...(typeof child.title === 'string' ? [] : [`${path}.${key}`]),
      ...untitled(child, `${path}.${key}`),
    ]),
    ...(node.items ? untitled(node.items as Record<string, unknown>, `${path}[]`) : []),
  ]
  for (const { key, schema } of seededTemplates()) assert.deepEqual(untitled(schema, key), [])
})

test('a receipt with usual content is one sheet of A5, and takes more sheets when many papers are handed in', async () => {
  const on = { origin: 'https://dinh.example', code: 'ABCDEFGHJKLM', at }
  for (const key of ['tt-01-2018/01', 'tt-03-2025/01']) {
    const template = seededTemplates().find((each) => each.key === key)!
    const pagesWith = async (documents: number) =>
      (
        await setTemplate(
          template,
          {
            ...template.example,
            documents: Array.from({ length: documents }, (_, at) => `Giấy tờ thứ ${at + 1} (bản sao có chứng thực)`),
            ...{
              filer: 'Trần Văn Thay, Thôn 2, xã Liêm Phong, căn cước 035090000001, theo Giấy ủy quyền ngày 01/3/2026',
            },
          },
          on,
        )
      ).pages
    assert.equal(await pagesWith(6), 1, key)
    assert.equal(await pagesWith(40), 2, key)
  }
})

test('a paper is kept with its template version and found again by its code; lacking data are named', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const dataDir = mkdtempSync('/tmp/dinh-papers-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const call = aCall(db, anActor(), '2026-11-24T09:00')
  const template = seededTemplates().find((each) => each.key === 'tt-01-2018/01')!
  const command = {
    ...{ templateKey: template.key, organisationId: 'xa-liem-phong', subjectKind: 'dossier', subjectId: 'x' },
    ...{ title: 'Giấy hẹn', data: template.example },
  }
  const house = { dataDir, origin: 'https://dinh.example' }
  const paper = await setPaper(call, house, command)
  assert.match(paper.code, /^[A-HJ-NP-Z2-9]{12}$/)
  assert.equal((await findPaper(db, { code: paper.code }))?.fileSha256, paper.fileSha256)
  const { due: _, ...without } = template.example
  await assert.rejects(setPaper(call, house, { ...command, data: without }), { code: 'papers.data-incomplete' })
  await assert.rejects(setPaper(call, house, { ...command, templateKey: 'khong-co' }), { code: 'papers.no-template' })
})
