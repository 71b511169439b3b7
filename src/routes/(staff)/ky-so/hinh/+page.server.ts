import { own } from '#own-keys'
import { type ActionFailure, fail, redirect } from '@sveltejs/kit'
import { Refusal } from '#server/platform/refusal.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'
import {
  keepPicture,
  mayKeepPicture,
  MOST_PICTURE_BYTES,
  type PictureOf,
  removePicture,
  viewPictures,
} from '#server/signing/index.ts'
import { withUpload } from '../../../upload.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const [signature, seal] = await Promise.all([
    viewPictures(locals.call, 'signature'),
    viewPictures(locals.call, 'seal'),
  ])
  if (!signature && !seal) throw new Refusal('signing.no-right-to-picture')
  return { kinds: { signature, seal } }
}

/** A picture as it arrives; what is longer than any that is taken is not read on. */
async function received(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of bytes) {
    size += part.length
    if (size > MOST_PICTURE_BYTES) throw new Refusal('signing.picture-not-allowed')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

async function answered(
  of: PictureOf,
  act: () => Promise<unknown>,
): Promise<ActionFailure<{ of: PictureOf; fault: string }>> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const code = error.code === 'filing.no-file' ? 'signing.no-picture-file' : error.code
    return fail(own(REFUSALS, code)?.status ?? 422, { of, fault: sentenceOf(code, error.facts) })
  }
  redirect(303, '/ky-so/hinh')
}
const keep = (event: RequestEvent, of: PictureOf) =>
  answered(of, async () => {
    const { call } = event.locals
    if (!mayKeepPicture(call, of)) throw new Refusal('signing.no-right-to-picture')
    return keepPicture(call, of, await withUpload(event, ({ bytes }) => received(bytes)))
  })

export const actions: Actions = {
  'chu-ky': (event) => keep(event, 'signature'),
  'con-dau': (event) => keep(event, 'seal'),
  'bo-chu-ky': ({ locals }) => answered('signature', () => removePicture(locals.call, 'signature')),
  'bo-con-dau': ({ locals }) => answered('seal', () => removePicture(locals.call, 'seal')),
}
