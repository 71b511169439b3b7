import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { backUp, restore } from '#server/platform/backup.ts'
import { storeFile } from '#server/platform/files.ts'
import { type House, openHouse, prepareHouse } from '#server/platform/house.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { readSettings } from '#server/platform/settings.ts'

const openAt = (folder: string) => openHouse(readSettings({ DATA_DIR: folder }), 4)
const counted = async ({ pool }: House) =>
  (
    await pool.query<{ sum: string }>(
      "select count(*) || ' ' || coalesce(md5(string_agg(key || value::text, ',' order by key)), '') as sum from setting",
    )
  ).rows[0]!.sum

test('a backup made while rows are written is restored elsewhere with its rows, files and keys; nothing is overwritten', async (t) => {
  const top = mkdtempSync('/tmp/dinh-backup-')
  chmodSync(top, 0o711)
  t.after(() => rmSync(top, { recursive: true, force: true }))
  const first = await openAt(`${top}/first`)
  await prepareHouse(first)
  const bytes = Buffer.from('một tờ giấy')
  const stored = await storeFile(first.db, `${top}/first`, [bytes] as unknown as AsyncIterable<Uint8Array>, {
    now: new Date(),
    maxBytes: 1000,
  })
  const sealed = sealingOf(`${top}/first`).seal('bí mật')
  const write = (from: number, to: number) =>
    first.pool.query(
      `insert into setting (key, value, changed_at) select 'k' || n, to_jsonb(n), now() from generate_series(${from}, ${to}) n`,
    )
  await write(1, 20_000)
  let stopped = false
  const busy = (async () => {
    for (let n = 100_000; !stopped; n += 10) await write(n, n + 9)
  })()
  await backUp(first.owner, `${top}/first`, `${top}/copy`)
  stopped = true
  await busy
  await assert.rejects(backUp(first.owner, `${top}/first`, `${top}/copy`), /not empty/)
  assert.throws(() => restore(`${top}/copy`, `${top}/first`), /not empty/)
  await first.close()

  restore(`${top}/copy`, `${top}/second`)
  const second = await openAt(`${top}/second`)
  const { rows } = await second.pool.query<{ count: number }>(
    "select count(*)::int as count from setting where key ~ '^k[0-9]{1,5}$'",
  )
  assert.equal(rows[0]!.count, 20_000)
  assert.ok((await counted(second)).length > 10)
  assert.deepEqual(readFileSync(join(`${top}/second`, 'files', stored.sha256.slice(0, 2), stored.sha256)), bytes)
  assert.equal(sealingOf(`${top}/second`).unseal(sealed), 'bí mật')
  await second.close()
})

test('the keys of a backup are sealed under a passphrase or put apart; only with them it is restored', async (t) => {
  const top = mkdtempSync('/tmp/dinh-backup-keys-')
  chmodSync(top, 0o711)
  t.after(() => rmSync(top, { recursive: true, force: true }))
  const first = await openAt(`${top}/first`)
  await prepareHouse(first)
  const sealed = sealingOf(`${top}/first`).seal('bí mật')
  const passphrase = 'một câu dài không ai đoán được'
  const key = readFileSync(`${top}/first/keys/sealing.key`)
  await backUp(first.owner, `${top}/first`, `${top}/sealed`, { kind: 'sealed', passphrase })
  await backUp(first.owner, `${top}/first`, `${top}/apart`, { kind: 'apart', folder: `${top}/safe` })
  await first.close()
  for (const copy of ['sealed', 'apart'])
    assert.equal(spawnSync('grep', ['-rlF', key.toString(), `${top}/${copy}`], { encoding: 'utf8' }).stdout, '', copy)
  assert.throws(() => restore(`${top}/sealed`, `${top}/a`), /sealed/)
  assert.throws(() => restore(`${top}/sealed`, `${top}/b`, { passphrase: 'một câu khác hẳn câu kia' }), /passphrase/)
  assert.throws(() => restore(`${top}/apart`, `${top}/c`), /put apart/)
  restore(`${top}/sealed`, `${top}/second`, { passphrase })
  restore(`${top}/apart`, `${top}/third`, { folder: `${top}/safe` })
  for (const folder of ['second', 'third']) {
    const house = await openAt(`${top}/${folder}`)
    assert.equal((await house.pool.query('select 1 from migration limit 1')).rows.length, 1)
    await house.close()
    assert.equal(sealingOf(`${top}/${folder}`).unseal(sealed), 'bí mật')
  }
})
