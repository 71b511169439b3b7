import { createHash } from 'node:crypto'
import { redirect } from '@sveltejs/kit'
import { readPaperCode } from '#server/papers/index.ts'
import { limitBySender } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { withUpload } from '../../../../upload.ts'
import { pathOf } from '../../../../path-of.ts'
import type { RequestHandler } from './$types.js'

/** Hashes a file as it arrives and keeps nothing; the page compares the hash. */
export const POST: RequestHandler = async (event) => {
  const { locals, params } = event
  const { call } = locals
  const back = pathOf`/kiem-tra/${readPaperCode(params.code) ?? ''}`
  let sha256: string
  try {
    await limitBySender(call, 'paper-compare')
    sha256 = await withUpload(event, async ({ bytes }) => {
      const hash = createHash('sha256')
      for await (const chunk of bytes) hash.update(chunk)
      return hash.digest('hex')
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    redirect(303, pathOf`${back}?loi=${error.code}`)
  }
  redirect(303, pathOf`${back}?tep=${sha256}`)
}
