import { readBody } from '#server/platform/arriving.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { brokenTextIn, isBrokenText } from '#server/platform/typed-text.ts'

const MB = 1_048_576

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The text of a call, at most 1 MB, read when it is known who calls. Nothing is mended for a program: NUL, other control letters and halves
 * of letters are refused with their place. @throws Refusal `platform.bad-text`, `platform.body-too-large`, `platform.cut-off`.
 */
export async function readText(request: Request): Promise<string> {
  const text = (await readBody(request, MB)).toString('utf8')
  const place = isBrokenText(text) ? '' : brokenTextIn(parsed(text))
  if (place !== undefined) {
    const words = 'Có ký tự điều khiển hoặc nửa ký tự Unicode.'
    throw new Refusal('platform.bad-text', { faults: [{ path: place, words }] })
  }
  return text
}
