import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { PROJECT } from '#server/platform/settings.ts'
import { ADDRESSES, isNoAddress } from './address-kinds.ts'

const ROUTES = `${PROJECT}src/routes/`
const ID = '01920000-0000-7000-8000-000000000001'
/** Addresses of all routes, without their groups. */
const addresses = [
  ...new Set(
    globSync('**/+{page.server.ts,page.svelte,server.ts}', { cwd: ROUTES }).map((file) =>
      `/${dirname(file)}`.replace(/\/\([a-z]+\)/g, ''),
    ),
  ),
]

test('every part of an address that names something has its kind, and the pages beside it are known', () => {
  const parts = new Set<string>()
  for (const address of addresses) {
    const steps = address.split('/')
    for (const [at, step] of steps.entries()) if (/^\[\w+\]$/.test(step)) parts.add(steps.slice(0, at + 1).join('/'))
  }
  assert.deepEqual([...parts].toSorted(), Object.keys(ADDRESSES).toSorted())
  for (const [address, { beside = [] }] of Object.entries(ADDRESSES)) {
    const depth = address.split('/').length
    const above = `${address.slice(0, address.lastIndexOf('/'))}/`
    const words = addresses
      .filter((each) => each.startsWith(above))
      .map((each) => each.split('/')[depth - 1]!)
      .filter((word) => word && !word.startsWith('['))
    assert.deepEqual([...new Set(words)].toSorted(), [...beside].toSorted(), address)
  }
})

test('an identifier that is none is no address, whatever stands behind it; pages and real identifiers are', () => {
  for (const path of [
    ...['/tep/x', '/tep/giay/x', '/ho-so/nhap/x', '/ho-so/nhap/x/phan/applicant', '/ky-so/1', '/ky-so/x/tep', '/the/x'],
    ...[`/tep/${'-'.repeat(36)}`, `/tep/${ID}0`, '/quan-tri/nhan-su/__proto__', '/quan-tri/don-vi/__proto__'],
    ...[
      `/ho-so/nhap/${ID}/phan/__proto__`,
      '/viec/x/giay/__proto__',
      '/api/agent/x',
      '/tiep-tuc/1',
      '/tep/x/__data.json',
    ],
    ...[`/tra-cuu/${'a'.repeat(101)}`, '/thu-tuc/%E2%80%AE', `/co-quan/${'a'.repeat(201)}`],
  ])
    assert.ok(isNoAddress(path), path)
  for (const path of [
    ...['/', '/viec', '/tep', '/ky-so/hinh', '/quan-tri/tai-khoan/moi', '/ho-so/nhap', '/api/procedures/x', '/thu-tuc'],
    ...[
      `/tep/${ID}`,
      `/tep/giay/${ID.toUpperCase()}`,
      '/co-quan/xa-liem-phong',
      '/quan-tri/chuc-vu/xa-liem-phong.tu-phap',
    ],
    ...[
      '/tra-cuu/000.01.18.H25-261124-0001',
      '/tra-cuu/S%E1%BB%91%20h%E1%BB%93%20s%C6%A1%3A%201',
      '/quan-tri/don-vi/x/bang-tinh',
    ],
    ...[`/ho-so/nhap/${ID}/phan/applicant`, '/quan-tri/mau-giay-to/tt-01-2018/01', '/tro-giup/nguoi-dan'],
  ])
    assert.ok(!isNoAddress(path), path)
})
