import { type Call, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type CopyFilter, findCopy, listCopiesBy } from './copy-queries.ts'
import type { SignedCopy } from './schema.ts'

const PAGE = 50
export type CopyPage = { items: SignedCopy[]; next: { at: Date; id: string } | null }

/** The register of copies (sổ bản sao điện tử) of every organisation whose seal this clerk keeps, newest first. @throws Refusal `signing.no-right`. */
export async function listCopies(
  { db, actor }: Call,
  filter: CopyFilter = {},
  after?: { at: Date; id: string },
): Promise<CopyPage> {
  const organisations = [...(actor.grants.get('signing.seal') ?? [])]
  if (organisations.length === 0) throw new Refusal('signing.no-right')
  const rows = await listCopiesBy(db, organisations, filter, after, PAGE + 1)
  const items = rows.slice(0, PAGE)
  const last = items.at(-1)
  return { items, next: rows.length > PAGE && last ? { at: last.signedAt, id: last.id } : null }
}

/** A copy of an organisation whose seal this clerk keeps; anybody else does not learn that it exists. @throws Refusal `signing.no-copy`. */
export async function getOwnCopy({ db, actor }: Call, id: string): Promise<SignedCopy> {
  const copy = await findCopy(db, { id })
  if (!copy || !may(actor, 'signing.seal', copy.organisationId)) throw new Refusal('signing.no-copy')
  return copy
}
