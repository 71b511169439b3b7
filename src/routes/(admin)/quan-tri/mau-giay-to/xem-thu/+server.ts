import { own } from '#own-keys'
import { tryTemplate } from '#server/papers/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { sentenceOf } from '#server/refusals.ts'
import { triedFrom } from '../typed-template.ts'
import type { RequestHandler } from './$types.js'

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => own({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }, sign)!)

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** The frame beside the source when there is no paper: the faults, each with its line. */
const faultsPage = (title: string, lines: readonly string[]) =>
  new Response(
    `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Xem thử</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:1rem}h1{font-size:1.125rem}li{margin:.5rem 0;overflow-wrap:anywhere}</style>
<h1>${escaped(title)}</h1><ol>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ol></html>`,
    {
      headers: {
        ...HEADERS,
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
      },
    },
  )

/** Sets what was typed, saved or not, and keeps nothing: the paper, or its faults. */
export const POST: RequestHandler = async ({ request, locals, url }) => {
  const form = await request.formData()
  try {
    const { set, faults } = await tryTemplate(locals.call, triedFrom(form), {
      origin: running().settings.origin ?? url.origin,
    })
    if (!set)
      return faultsPage(
        'Mẫu có chỗ sai nên chưa soạn được',
        faults.map(({ line, words }) => (line ? `Dòng ${line}: ${words}` : words)),
      )
    return new Response(new Uint8Array(set.pdf), {
      headers: {
        ...HEADERS,
        'content-type': 'application/pdf',
        'content-disposition': 'inline; filename="xem-thu.pdf"',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
      },
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return faultsPage('Chưa xem thử được', [sentenceOf(error.code, error.facts)])
  }
}
