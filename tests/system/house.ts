import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { buildPagesWhenNeeded } from '#server/platform/build-pages.ts'
import { listenHttp, loadPages } from '#server/platform/http-server.ts'
import { setRunning } from '#server/platform/running.ts'
import { readSettings } from '#server/platform/settings.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { sendRaw } from '#tools/attack/connection.ts'

const PASSWORD = 'Dinh-Ha-Nam-2020'

/** The program on a copy of the demonstration, in this process: a fault that would end it ends the test. */
export async function aHouse(t: Pick<TestContext, 'after'>, env: Record<string, string> = {}) {
  const { db, connectionString } = await testDatabase(t, 'dinh_demonstration')
  const folder = mkdtempSync('/tmp/dinh-house-')
  chmodSync(folder, 0o711)
  await buildPagesWhenNeeded()
  const settings = readSettings({ DATA_DIR: folder, PORT: '0', DATABASE_URL: connectionString, ...env })
  setRunning({ db, settings })
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
  const signIn = async (login: string) => {
    const answer = await nobody.post('/dang-nhap', { ten: login, 'mat-khau': PASSWORD })
    return as(answer.headers.get('set-cookie')?.split(';')[0] ?? '')
  }
  return { db, settings, folder, address, origin, host, nobody, signIn, as }
}
