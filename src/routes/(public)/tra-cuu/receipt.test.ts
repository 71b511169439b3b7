import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { test } from 'node:test'
import type { Cookies } from '@sveltejs/kit'
import { acceptDossier, viewDossier } from '#server/dossiers/index.ts'
import { asHolder } from '#server/dossiers/testing.ts'
import { anonymousActor } from '#server/platform/call.ts'
import { setRunning } from '#server/platform/running.ts'
import { readSettings } from '#server/platform/settings.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { aFiledDossier } from '#server/slips/testing.ts'
import { load } from './[code]/+page.server.ts'

const NOW = new Date('2026-11-24T02:00:00Z')

test('the QR of a receipt shows the dossier under an address without its secret, kept by no cache; a wrong secret shows the progress alone', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  setRunning({ db, settings: { ...readSettings({}), dataDir: mkdtempSync('/tmp/dinh-receipt-') } })
  const id = await aFiledDossier(db, '1.004873', NOW)
  const desk = await asHolder(db, id, NOW)
  const { dossier, papers } = await viewDossier(desk, { id })
  const checks = papers.map(({ key }) => ({ documentKey: key, verdict: 'there' as const }))
  const { receiptSecret } = await acceptDossier(desk, { dossierId: id, checks })

  const opened = async (query: string, jar = new Map<string, string>()) => {
    const headers: Record<string, string> = {}
    const event = {
      url: new URL(`http://localhost/tra-cuu/${dossier.code}${query}`),
      params: { code: dossier.code! },
      locals: { call: { db, now: NOW, actor: anonymousActor, origin: { requestId: 'test', ip: '10.0.0.1' } } },
      setHeaders: (given: Record<string, string>) => void Object.assign(headers, given),
      cookies: {
        set: (name: string, value: string) => void jar.set(name, value),
        get: (name: string) => jar.get(name),
      } as unknown as Cookies,
    }
    const answer = await Promise.resolve(load(event as never)).catch((thrown: unknown) => thrown)
    assert.equal(headers['cache-control'], 'no-store')
    return { jar, answer: answer as { location?: string; full?: { owner: string } | null } }
  }
  assert.equal((await opened('')).answer.full, null)
  const scanned = await opened(`?khoa=${receiptSecret}`)
  assert.equal(scanned.answer.location, `/tra-cuu/${dossier.code}`)
  assert.equal((await opened('', scanned.jar)).answer.full?.owner, dossier.ownerName)
  const guessed = await opened('?khoa=sai')
  assert.equal((await opened('', guessed.jar)).answer.full, null)
})
