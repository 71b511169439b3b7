import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cardData } from './card-data.ts'

const cards = [
  { serial: 'AB 000002', data: { fullName: 'TRẦN "BÉ" THỬ', class: 'B2', home: 'Thôn 3, xã Liêm Phong' } },
  { serial: 'AB 000001', data: { fullName: '=HYPERLINK(1)', class: 'C' } },
]
const fields = ['fullName', 'class', 'home']
const batch = { batch: 'L01', at: new Date('2026-11-24T02:00:00Z') }

test('a batch is the same in JSON and CSV, in the order of the serials, each card with its checksum', () => {
  const made = cardData(cards, fields, batch)
  const read = JSON.parse(made.json) as { count: number; sha256: string; cards: Record<string, string>[] }
  assert.deepEqual([read.count, read.sha256, made.count], [2, made.sha256, 2])
  assert.deepEqual(
    read.cards.map((each) => each.serial),
    ['AB 000001', 'AB 000002'],
  )
  const lines = made.csv.replace('\uFEFF', '').split('\r\n')
  assert.equal(lines[0], 'serial,fullName,class,home,checksum')
  assert.ok(lines[1]!.startsWith(`AB 000001,'=HYPERLINK(1),C,,`))
  assert.ok(lines[2]!.startsWith('AB 000002,"TRẦN ""BÉ"" THỬ",B2,"Thôn 3, xã Liêm Phong",'))
  for (const card of read.cards) assert.ok(made.csv.includes(card.checksum!))
})

test('one changed letter changes the checksum of the card and of the batch; the order of asking does not', () => {
  const made = cardData(cards, fields, batch)
  assert.equal(cardData(cards.toReversed(), fields, batch).sha256, made.sha256)
  const other = [cards[0]!, { ...cards[1]!, data: { ...cards[1]!.data, class: 'D' } }]
  assert.notEqual(cardData(other, fields, batch).sha256, made.sha256)
})

test('a serial that stands twice makes no batch', () => {
  assert.throws(() => cardData([cards[0]!, cards[0]!], fields, batch), /twice/)
})
