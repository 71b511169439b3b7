import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { PROJECT } from '#server/platform/settings.ts'
import { attempt } from '../refused.ts'

/** Forms of officials and administrators: the page, the act, what is typed (wrong on purpose or right), and every field that is at fault. */
const FORMS: [page: string, act: string, typed: Record<string, string>, faults: string[]][] = [
  ['(staff)/phoi', 'nhan', { tu: 'Kho tỉnh', dau: 'mười' }, ['loai', 'seri', 'dau', 'cuoi', 'ngay', 'phieu']],
  ['(staff)/phoi', 'dung', {}, ['loai', 'viec']],
  ['(staff)/phoi', 'hong', { so: 'x', loai: 'birth' }, ['so', 'ly-do', 'bien-ban']],
  ['(staff)/phoi', 'may', { x: '99', y: 'ba', may: 'Máy 1' }, ['loai', 'x', 'y']],
  ['(staff)/giay-to-da-ky/[id]', 'thu-hoi', { ngay: '31/02/2026' }, ['ly-do', 'so', 'ngay']],
  ['(staff)/giay-to-da-ky/[id]/thay-the', 'default', {}, ['ly-do', 'nguoi-ky']],
  ['(staff)/ban-sao/giay/[code]', 'default', {}, ['hinh-thuc', 'mat-khau-khoa']],
  ['(staff)/so-van-ban/quyen', 'khoa', { 'so-trang': '0' }, ['quyen', 'so-trang', 'so-viec', 'nguoi-ky']],
  ['(staff)/so-van-ban/so', 'in', { 'tu-so': 'a', 'den-so': 'b' }, ['tu-so', 'den-so']],
  ['(staff)/so-theo-doi', 'default', { tu: '40/11/2026' }, ['quay', 'tu', 'den']],
  ['(staff)/viec/[code]/ban-sao', 'ky', {}, ['hinh-thuc', 'mat-khau-khoa']],
  ['(staff)/viec/[code]/phoi', 'hong', { phoi: 'AB 12' }, ['ly-do', 'bien-ban']],
  ['(staff)/viec/[code]/phu-luc', 'default', {}, ['tep', 'mat-khau-khoa']],
  ['(staff)/quan-tri/chung-thuc-so/nhap', 'default', {}, ['don-vi', 'tep']],
  ['(staff)/quan-tri/chung-thuc-so/[id]', 'de-nghi', { loai: 'change' }, ['doi-thanh', 'ly-do']],
  ['(staff)/quan-tri/chung-thuc-so/[id]', 'doi', {}, ['viec', 'ghi-chu']],
  [
    '(staff)/quan-tri/chung-thuc-so/[id]',
    'bien-ban',
    { 'nguoi-giao': 'Trần Thị Thử' },
    ['thiet-bi', 'nguoi-nhan', 'ngay-lap'],
  ],
  ['(staff)/quan-tri/chung-thuc-so/co-quan', 'luu', { ocsp: 'ocsp', crl: 'ftp://x' }, ['ten', 'ocsp', 'crl']],
  ['(staff)/quan-tri/chung-thuc-so/phe-duyet', 'chon', {}, ['tu-ngay', 'can-cu']],
  ['(staff)/the/[id]', 'hong', {}, ['the', 'ly-do', 'bien-ban']],
  ['(staff)/chung-thuc-so/khoa', 'default', {}, ['mat-khau-khoa', 'mat-khau-khoa-lai']],
  ['(staff)/chung-thuc-so', 'cap', {}, ['cho', 'ly-do']],
  ['(staff)/tiep-nhan', 'default', {}, ['quay', 'thu-tuc']],
  [
    '(admin)/quan-tri/ma-he-thong',
    'cap',
    { ten: 'Cổng bệnh viện', 'den-ngay': 'mai' },
    ['chuc-vu', 'pham-vi', 'ly-do', 'den-ngay'],
  ],
  ['(admin)/quan-tri/tai-khoan/moi', 'default', {}, ['nguoi', 'ten-dang-nhap']],
  ['(admin)/quan-tri/thu-tuc', 'default', {}, ['ma', 'co-quan']],
  [
    '(admin)/quan-tri/thu-tuc/[id]',
    'publish',
    { 'can-quy-trinh': '1', 'ngay-cong-bo': '32/01/2026' },
    ['tu-ngay', 'so-cong-bo', 'ngay-cong-bo', 'so-quy-trinh', 'ngay-quy-trinh'],
  ],
  ['(admin)/quan-tri/thu-tuc/[id]', 'end', {}, ['den-ngay', 'ly-do']],
  [
    '(admin)/quan-tri/gio-tiep-dan',
    'default',
    { 'thu-1': '7 giờ', 'thu-2': '17:00-07:00' },
    ['tu-ngay', 'thu-1', 'thu-2'],
  ],
  ['(admin)/quan-tri/lich', 'default', { 'thu-6': '7-' }, ['ten', 'thu-6']],
  ['(admin)/quan-tri/lich/[id]', 'ngay', { ngay: '30/02/2027' }, ['ngay', 'loai', 'ly-do']],
  ['(admin)/quan-tri/lich/[id]', 'gio', { 'thu-0': 'sáng' }, ['tu-ngay', 'thu-0']],
  ['(admin)/quan-tri/lich/[id]', 'giao', {}, ['don-vi', 'giao-tu-ngay']],
]
type Failed = { status: number; data: { faults: { field: string; words: string }[]; typed: Record<string, string> } }
type Action = (event: object) => Promise<Failed>

for (const [page, act, typed, faults] of FORMS)
  test(`${page} ${act}: mọi chỗ sai được nói một lần, mỗi chỗ ở ô của nó, và không ô nào bị xóa (ux 9)`, async () => {
    const { actions } = (await import(`${PROJECT}src/routes/${page}/+page.server.ts`)) as {
      actions: Record<string, Action>
    }
    const body = new FormData()
    for (const name of new Set([...faults, ...Object.keys(typed)])) body.set(name, typed[name] ?? '')
    const url = new URL(`http://localhost/x?/${act}&noi=x&so=so-den&nam=2026`)
    const call = { actor: { organisationId: 'x', grants: new Map() }, now: new Date('2026-11-30T02:00:00Z') }
    const event = { request: new Request(url, { method: 'POST', body }), url, params: { id: 'x', code: 'x' } }
    const failed = await actions[act]!({ ...event, locals: { call: call as unknown as Call } })
    assert.equal(failed.status, 422)
    assert.deepEqual(
      failed.data.faults.map(({ field }) => field),
      faults,
    )
    for (const { words } of failed.data.faults) assert.match(words, /^[A-ZĐ].*\.$/)
    for (const [name, text] of Object.entries(typed)) assert.equal(failed.data.typed[name], text)
  })

/** Forms with fields of a kind of their own, whose faults come by `formState` or a reader of their own. */
const OWN_WAY = new Set([
  '(staff)/SignSlip.svelte',
  '(staff)/viec/[code]/ByHand.svelte',
  '(staff)/viec/[code]/DeskActs.svelte',
  '(staff)/viec/[code]/OtherActs.svelte',
  '(staff)/viec/[code]/ReturnForm.svelte',
  '(staff)/viec/[code]/StepActs.svelte',
  '(staff)/viec/[code]/yeu-cau-bo-sung/+page.svelte',
  '(admin)/quan-tri/ActFields.svelte',
])
const FORM = /<form\b[^>]*method="post"[\s\S]*?<\/form>/g

test('a form of officials or administrators with fields is an ActForm, so that each field shows its fault and keeps what was typed', () => {
  const routes = `${PROJECT}src/routes`
  const pages = globSync('{(staff),(admin)}/**/*.svelte', { cwd: routes })
  assert.ok(pages.length > 60)
  const bare = pages.filter((page) =>
    [...readFileSync(`${routes}/${page}`, 'utf8').matchAll(FORM)].some(([form]) => /<\w*Field\b/.test(form)),
  )
  assert.deepEqual(bare.filter((page) => !OWN_WAY.has(page)).sort(), [])
})

test('what an act refuses comes back whole: its faults at their fields by name or by code, values ticked and typed, no secret', async () => {
  const form = new FormData()
  for (const [name, value] of [
    ['ly-do', 'Mất dấu'],
    ['quyen', '2'],
    ['chon', 'a'],
    ['chon', 'b'],
    ['mat-khau-ky', '123456'],
    ['so-viec', '9'],
  ] as const)
    form.append(name, value)
  const faults = [new Refusal('books.pages-missing', {}, 'quyen'), new Refusal('signing.pin-missing')]
  const failed = (await attempt(form, () => {
    throw new Refusal('books.count-differs', { typed: 9, counted: 8 }, null, faults)
  })) as unknown as Failed & { data: { many: Record<string, string[]> } }
  assert.deepEqual(
    failed.data.faults.map(({ field }) => field),
    ['so-viec', 'quyen', 'mat-khau-ky'],
  )
  assert.deepEqual(failed.data.many, { chon: ['a', 'b'] })
  assert.equal(failed.data.typed['ly-do'], 'Mất dấu')
  assert.equal(failed.data.typed['mat-khau-ky'], undefined)
})
