import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { buildPagesWhenNeeded } from '#server/platform/build-pages.ts'
import { listenHttp, loadPages } from '#server/platform/http-server.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { setRunning } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { readSettings } from '#server/platform/settings.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { signIn as signInAs } from '#tools/attack/actors.ts'
import { sendRaw } from '#tools/attack/connection.ts'

const ADMINISTRATOR_TOTP = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/** The program on a copy of the demonstration, in this process: a fault that would end it ends the test. */
export async function aHouse(t: Pick<TestContext, 'after'>, env: Record<string, string> = {}) {
  const { db, pool, connectionString } = await testDatabase(t, 'dinh_demonstration')
  const folder = mkdtempSync('/tmp/dinh-house-')
  chmodSync(folder, 0o711)
  await buildPagesWhenNeeded()
  const settings = readSettings({ DATA_DIR: folder, PORT: '0', DATABASE_URL: connectionString, ...env })
  await migrateJobs(pool)
  setRunning({ db, settings })
  // The demonstration was sealed with the keys of another folder.
  const totp_secret_sealed = sealingOf(folder).seal(ADMINISTRATOR_TOTP)
  await db.updateTable('account').set({ totp_secret_sealed }).where('totp_secret_sealed', 'is not', null).execute()
  const web = await listenHttp({ ...settings, origin: undefined }, await loadPages())
  t.after(async () => {
    await web.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const { address } = web
  const { origin, host } = new URL(address)

  /** Somebody with the cookie of a session, or none. */
  const as = (cookie: string) => ({
    cookie,
    get: (path: string, headers: Record<string, string> = {}) =>
      fetch(`${address}${path}`, { redirect: 'manual', headers: { cookie, ...headers } }),
    post: (path: string, fields: Record<string, string> | FormData) =>
      fetch(`${address}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin, cookie, accept: 'text/html' },
        body: fields instanceof FormData ? fields : new URLSearchParams(fields),
      }),
    /** A body exactly as given, of any kind. */
    raw: (path: string, type: string, body: readonly (string | Buffer)[], said?: number) => {
      const length = said ?? body.reduce((sum, each) => sum + Buffer.byteLength(each), 0)
      const head = [
        `POST ${path} HTTP/1.1`,
        `Host: ${host}`,
        `Origin: ${origin}`,
        ...(cookie ? [`Cookie: ${cookie}`] : []),
        ...(type ? [`Content-Type: ${type}`] : []),
        `Content-Length: ${length}`,
        'Accept: text/html',
        'Connection: close',
      ]
      return sendRaw(address, [`${head.join('\r\n')}\r\n\r\n`, ...body])
    },
  })
  const nobody = as('')
  /** Somebody of the demonstration, with their second factor where it is asked. */
  const signIn = async (login: string) => as((await signInAs(address, login)).cookie)
  return { db, settings, folder, address, origin, host, nobody, signIn, as }
}
