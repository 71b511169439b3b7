import { Refusal } from '#server/platform/refusal.ts'
import { sentenceOf } from '#server/refusals.ts'
import { receiveSigned } from '#server/signing/index.ts'
import { theSigningHouse } from '../../../signing-words.ts'
import { withUpload } from '../../../upload.ts'
import type { RequestHandler } from './$types.js'

const answer = (Status: boolean, Message: string, name = '') =>
  Response.json({ Status, Message, FileName: name, FileServer: name }, { headers: { 'cache-control': 'no-store' } })

/** Takes what the agent signed (FileUploadHandler). It reads the reason from the answer, so a refusal is no error of the connection. */
export const POST: RequestHandler = async (event) => {
  const { locals, params } = event
  try {
    const house = await theSigningHouse()
    const { code } = await withUpload(event, ({ bytes }) =>
      receiveSigned(locals.call, house, { token: params.token, bytes }),
    )
    return answer(true, '', `${code}.pdf`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const code = error.code === 'filing.no-file' ? 'signing.agent-no-file' : error.code
    return answer(false, sentenceOf(code, error.facts))
  }
}
