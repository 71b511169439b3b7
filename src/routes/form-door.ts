import { readBody } from '#server/platform/arriving.ts'
import { receiveForm } from '#server/platform/receive-form.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { typedText } from '#server/platform/typed-text.ts'
import { type BodyLimit, MOST_FIELDS } from './body-limits.ts'
import { isSecret } from './kept-form.ts'

const AND = 0x26
const isForm = (request: Request, kind: 'application/x-www-form-urlencoded' | 'multipart/form-data') =>
  (request.headers.get('content-type') ?? '').toLowerCase().startsWith(kind)

/** A form whose text is as it was typed, without what cannot be seen; secrets stay as they are. */
export function typedForm(form: FormData): FormData {
  const typed = new FormData()
  for (const [name, value] of form)
    typed.append(typedText(name), typeof value === 'string' && !isSecret(name) ? typedText(value) : value)
  return typed
}

/** The fields of a body of the web's usual kind, counted on the bytes before anything is parsed. */
function fieldsOf(body: Buffer): FormData {
  let fields = 1
  for (let at = body.indexOf(AND); at >= 0; at = body.indexOf(AND, at + 1)) {
    fields += 1
    if (fields > MOST_FIELDS) throw new Refusal('platform.too-many-parts', { most: MOST_FIELDS })
  }
  const form = new FormData()
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) form.append(name, value)
  return form
}

const held = async (bytes: AsyncIterable<Uint8Array>) => {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function wholeForm(request: Request, most: number): Promise<FormData> {
  if (isForm(request, 'application/x-www-form-urlencoded')) return fieldsOf(await readBody(request, most))
  if (!isForm(request, 'multipart/form-data')) throw new Refusal('platform.form-kind')
  const limits = { most, files: 20, fields: MOST_FIELDS, fieldBytes: most }
  const { fields, taken } = await receiveForm(request, limits, async ({ field, name, bytes }) => ({
    field,
    file: new File([await held(bytes)], name),
  }))
  for (const { field, file } of taken) fields.append(field, file)
  return fields
}

/** A typed form of the usual kind, to be kept for later: undefined where it is of another kind, or too long. */
export async function fieldsToKeep(request: Request, most: number): Promise<FormData | undefined> {
  if (request.method !== 'POST' || !isForm(request, 'application/x-www-form-urlencoded')) return undefined
  try {
    return typedForm(await wholeForm(request, most))
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/**
 * The one door of posted forms: read once, bounded in bytes and fields, and what `request.formData()` gives from then on, to whatever page
 * takes the request. Called when it is known who asks. A form that is refused is refused where the page asks for it, so that the sentence
 * stands in a page. Files of a route that takes them as they arrive are left to `withUploads`. Gives the form of text, where there is one.
 */
export async function handOnForm(
  request: Request,
  { most, isForm: takesForm, files }: BodyLimit,
): Promise<FormData | undefined> {
  if (!takesForm || request.method === 'GET' || request.method === 'HEAD') return undefined
  const give = (formData: () => Promise<FormData>) =>
    Object.defineProperty(request, 'formData', { value: formData, configurable: true })
  if (files > 0 && isForm(request, 'multipart/form-data')) {
    give(() => Promise.reject(new Refusal('platform.form-kind')))
    return undefined
  }
  try {
    const form = request.body ? typedForm(await wholeForm(request, most)) : new FormData()
    give(() => Promise.resolve(form))
    return form
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    give(() => Promise.reject(error))
    return undefined
  }
}
