import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { pictureSize, setPicture, setScan, stopSetters } from '#server/papers/index.ts'
import { bytesSource, pageBox, PdfFile, resolutionOf } from '#server/signatures/index.ts'

after(stopSetters)
const AT = new Date('2026-11-24T02:00:00Z')
/** 24 by 12 points of grey. */
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/wAALCAAMABgBAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAH/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/AIAD/9k=',
  'base64',
)
/** The same as a camera held on its side writes it (EXIF orientation 6). */
function turned(): Buffer {
  const exif = Buffer.from('45786966000049492a0008000000010012010300010000000600000000000000', 'hex')
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2])
  return Buffer.concat([JPEG.subarray(0, 2), head, exif, JPEG.subarray(2)])
}

test('a picture is measured as it is shown, also where the camera was held on its side', () => {
  assert.deepEqual(pictureSize(JPEG), { format: 'jpg', width: 24, height: 12 })
  assert.deepEqual(pictureSize(turned()), { format: 'jpg', width: 12, height: 24 })
  for (const broken of [Buffer.alloc(0), JPEG.subarray(0, 30), Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('GIF89a')])
    assert.equal(pictureSize(broken), undefined)
})

test('pictures become pages of A4, upright or on their side, and keep their resolution', async () => {
  const { pdf, pages } = await setScan(
    [
      { bytes: JPEG, name: 'a.jpg' },
      { bytes: turned(), name: 'b.jpg' },
    ],
    'Giấy khai sinh',
    AT,
  )
  assert.equal(pages, 2)
  const file = await PdfFile.open(bytesSource(pdf))
  const boxes = await Promise.all([0, 1].map(async (at) => (await pageBox(file, at)).box.slice(2).map(Math.round)))
  assert.deepEqual(boxes, [
    [842, 595],
    [595, 842],
  ])
  // 12 points over 8.3 inches would be 1; the picture keeps its form: 24 points over 11.7 inches.
  assert.deepEqual(await resolutionOf(file), { pages: 2, dpi: 2 })
  await assert.rejects(setScan([{ bytes: JPEG.subarray(0, 40), name: 'x' }], 'x', AT), { code: 'papers.picture-unfit' })
  const many = Array.from({ length: 41 }, () => ({ bytes: JPEG, name: 'x' }))
  await assert.rejects(setScan(many, 'x', AT), { code: 'papers.pictures-too-many' })
})

test('a paper that was set has no resolution, whatever small picture stands on it', async () => {
  const words = '#set page(width: 595pt, height: 842pt)\n#text(font: "Tinos")[Giấy tờ soạn trên máy]'
  const set = await PdfFile.open(bytesSource(await setPicture(words, {}, AT)))
  assert.deepEqual(await resolutionOf(set), { pages: 1, dpi: null })
  const logo = `${words}\n#image(bytes(json(bytes(sys.inputs.data)).logo), width: 60pt)`
  const with_ = await PdfFile.open(bytesSource(await setPicture(logo, { logo: [...JPEG] }, AT)))
  assert.deepEqual(await resolutionOf(with_), { pages: 1, dpi: null })
})
