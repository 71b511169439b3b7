import { readFileSync } from 'node:fs'
import { TOTP } from 'otpauth'
import { PROJECT } from '#server/platform/settings.ts'

/** Somebody who asks: their cookie, and the addresses that their own pages lead to. */
export type Asker = { name: string; cookie: string; addresses: string[] }

type Account = { login: string; password: string; totpSecret?: string }
const accounts = () =>
  (JSON.parse(readFileSync(`${PROJECT}seeds/accounts.json`, 'utf8')) as { accounts: Account[] }).accounts

const cookieOf = (answer: Response, before: string) => answer.headers.get('set-cookie')?.split(';')[0] ?? before

/** Signs in somebody of the demonstration, with the second factor where one is asked. */
export async function signIn(address: string, login: string): Promise<Asker> {
  const account = accounts().find((each) => each.login === login)
  if (!account) throw new Error(`no account ${login} in the demonstration`)
  const post = (path: string, cookie: string, fields: Record<string, string>) =>
    fetch(`${address}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: new URL(address).origin, cookie, accept: 'text/html' },
      body: new URLSearchParams(fields),
    })
  const first = await post('/dang-nhap', '', { ten: login, 'mat-khau': account.password })
  let cookie = cookieOf(first, '')
  if (account.totpSecret) {
    const code = new TOTP({ secret: account.totpSecret, issuer: '', label: '' }).generate()
    cookie = cookieOf(await post('/lop-hai', cookie, { ma: code }), cookie)
  }
  return { name: login, cookie, addresses: [] }
}

/** A citizen opens a form. */
export const openForm = (address: string, { cookie }: Asker, procedure: string) =>
  fetch(`${address}/nop-ho-so/${procedure}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: new URL(address).origin, cookie, accept: 'text/html' },
    body: new URLSearchParams({ tu: '' }),
  })

/** A token of the API that an administrator makes for a post of a commune, by the page; undefined where it is refused. */
export async function tokenBy(address: string, { cookie }: Asker): Promise<string | undefined> {
  const form = new URLSearchParams({
    ten: 'Thử',
    'ly-do': 'Thử nghiệm',
    'chuc-vu': 'xa-liem-phong.tu-phap',
    'don-vi': 'xa-liem-phong',
  })
  for (const scope of ['read', 'file', 'process']) form.append('pham-vi', scope)
  const end = new Date(Date.now() + 5 * 86_400_000)
  form.set('den-ngay', `${end.getDate()}/${end.getMonth() + 1}/${end.getFullYear()}`)
  const headers = { origin: new URL(address).origin, cookie, accept: 'text/html' }
  const answer = await fetch(`${address}/quan-tri/ma-he-thong?/cap`, { method: 'POST', headers, body: form })
  return /dinh_[\w-]{43}/.exec(await answer.text())?.[0]
}

const LINKS = /(?:href|action)="(\/[^"#]*)"/g

/** Follows what an asker's pages lead to, so many pages: real addresses to be attacked with. */
export async function lookAround(address: string, asker: Asker, pages: number): Promise<void> {
  const found = new Set<string>()
  const waiting = ['/', '/thu-tuc', '/ho-so', '/viec', '/quan-tri', '/ky-so']
  for (let seen = 0; waiting.length > 0 && seen < pages; seen += 1) {
    const path = waiting.shift()!
    const answer = await fetch(`${address}${path}`, {
      redirect: 'manual',
      headers: { cookie: asker.cookie, accept: 'text/html' },
    })
    if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
    for (const [, link] of (await answer.text()).matchAll(LINKS)) {
      const to = link!.replaceAll('&amp;', '&')
      if (found.has(to) || /^\/(dang-xuat|_app)/.test(to)) continue
      found.add(to)
      waiting.push(to)
    }
  }
  asker.addresses = [...found]
}
