import { Refusal } from '#server/platform/refusal.ts'
import type { MarkedPlace } from './orders.ts'
import { settable, settableData } from './known-letters.ts'
import { order, type Setters, trials } from './setters.ts'

/** A place in a paper that is filled later: page from 0, PDF points from the bottom left. */
export type PaperPlace = {
  key: string
  kind: 'text' | 'signature'
  page: number
  rect: [left: number, bottom: number, right: number, top: number]
}
/** A paper as set: PDF/A-2b with embedded fonts and tags, and the places its template marks. */
export type SetPaper = { pdf: Uint8Array; pages: number; places: PaperPlace[] }

const placeOf = ({ key, kind, page, x, y, width, height, pageHeight }: MarkedPlace): PaperPlace => ({
  ...{ key, kind, page: page - 1 },
  rect: [x, pageHeight - y - height, x + width, pageHeight - y],
})

/**
 * Sets a template with data. The date of the file is `at`.
 * @throws Refusal `papers.template-faulty` with the lines at fault: the template, not the data, is to be mended; `papers.template-endless` when it does not come to an end.
 */
export async function setSource(
  source: string,
  data: unknown,
  at: Date,
  setters: Pick<Setters, 'order'> = { order },
): Promise<SetPaper> {
  const answer = await setters.order({
    source: settable(source),
    data: settableData(data),
    at: at.getTime(),
    asPicture: false,
  })
  if (answer.late) throw new Refusal('papers.template-endless', {})
  if (!answer.pdf)
    throw new Refusal('papers.template-faulty', {
      faults: (answer.faults ?? []).map(({ line, message }) => `${line}: ${message}`).join('\n'),
    })
  return { pdf: answer.pdf, pages: answer.pages ?? 1, places: (answer.places ?? []).map(placeOf) }
}

/** Packages would be fetched from the network: no template may. */
const PACKAGE = /\b(?:import|include)\s*"@/

export type SourceFault = { line: number; words: string }

/** Tries a template being written (xem thử): the paper, or its faults by line. Keeps nothing, and no paper waits for it. @throws Refusal `papers.trial-endless`. */
export async function trySource(
  source: string,
  data: unknown,
  at: Date,
  setters: Pick<Setters, 'order'> = trials,
): Promise<{ set: SetPaper } | { faults: SourceFault[] }> {
  const foreign = source.split('\n').findIndex((line) => PACKAGE.test(line))
  if (foreign >= 0) return { faults: [{ line: foreign + 1, words: 'Mẫu không được lấy gói ở ngoài (import "@…").' }] }
  const answer = await setters.order({
    source: settable(source),
    data: settableData(data),
    at: at.getTime(),
    asPicture: false,
  })
  if (answer.late) throw new Refusal('papers.trial-endless')
  if (!answer.pdf) return { faults: (answer.faults ?? []).map(({ line, message }) => ({ line, words: message })) }
  return { set: { pdf: answer.pdf, pages: answer.pages ?? 1, places: (answer.places ?? []).map(placeOf) } }
}

/** Sets a small page to be laid into a paper as the appearance of a field: a number, a date, a signature, a seal. */
export async function setPicture(source: string, data: unknown, at: Date): Promise<Uint8Array> {
  const answer = await order({ source: settable(source), data: settableData(data), at: at.getTime(), asPicture: true })
  if (!answer.pdf) throw new Error(`a picture could not be set: ${answer.faults?.[0]?.message}`)
  return answer.pdf
}
