import { type PaperPlace, setTemplate, type Signs, type Template } from '#server/papers/index.ts'

/** A paper as its template sets it with sample data, before anyone has signed: the places, and who signs in which. */
export type Sample = { pdf: Uint8Array; pages: number; places: PaperPlace[]; signs: Signs[] }

/** Sets one of a template: with its example, or with other data that pass its schema. Needs no database and no running program. */
export async function sampleOf(
  template: Template & { source: string },
  { code, at, data = template.example }: { code: string; at: Date; data?: Record<string, unknown> },
): Promise<Sample> {
  const set = await setTemplate(template, data, { origin: 'https://dinh.example', code, at })
  return { ...set, signs: template.signs }
}
