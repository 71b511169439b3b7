import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressFaults } from './addresses.ts'

const FILE = 'src/routes/(staff)/viec/[code]/+page.server.ts'

test('an address put together without its door is a fault, wherever it is made; one by the door is none', () => {
  for (const bad of [
    'redirect(303, `/viec/${params.code}`)',
    'redirect(303, done ? `/viec/${params.code}?da=1` : here)',
    'redirect(303, `${back}?loi=${code}`)',
    'redirect(\n      303,\n      next\n        ? `${here}/phan/${next.key}`\n        : here,\n    )',
    "redirect(303, '/viec/' + params.code)",
    'redirect(303, url.pathname)',
    "redirect(303, url.searchParams.get('tiep')!)",
    'const back = `/viec/${params.code}/ban-sao`',
    'return { href: `/tep/${file.id}` }',
  ])
    assert.ok(addressFaults(FILE, `${bad};`).length > 0, bad)
  for (const good of [
    'redirect(303, pathOf`/viec/${params.code}`)',
    "redirect(303, '/viec')",
    "redirect(303, safeNext(url.searchParams.get('tiep'), '/viec'))",
    "redirect(303, withNext('/dang-nhap', url.pathname))",
    'redirect(\n      303,\n      next\n        ? pathOf`${here}/phan/${next.key}`\n        : here,\n    )',
    '/** Where `/viec/${code}` leads. */',
    'const words = `${minutes} phút`',
  ])
    assert.deepEqual(addressFaults(FILE, `${good};`), [], good)
  assert.deepEqual(
    addressFaults('src/server/x.ts', 'const to = `/viec/${code}`'),
    [],
    'modules name no address of a page',
  )
})
