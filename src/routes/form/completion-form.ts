import { own, put } from '#own-keys'
import { fail } from '@sveltejs/kit'
import { loadDirectory } from '#server/directory/index.ts'
import {
  type CompletionView,
  keepCompletion,
  supplyCompletion,
  type SupplyCompletion,
  type SupplyFault,
  viewCompletion,
  viewDossier,
} from '#server/dossiers/index.ts'
import { keepFile } from '#server/files/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { type FormField, readSection } from '#server/procedures/index.ts'
import { sentenceOf } from '#server/refusals.ts'
import { textOf } from '../refused.ts'
import { withUploads } from '../upload.ts'
import { fileNameOf } from './completion-names.ts'

/** What the page of completion shows, to the filer and to the desk. */
export async function completionPage(call: Call, code: string) {
  const { progress, dossier, powers } = await viewDossier(call, { code })
  const directory = await loadDirectory(call.db)
  const open = progress.state === 'completing' && powers.includes('supply-completion')
  return {
    code: progress.code,
    filedAt: dossier.filedAt,
    open,
    view: open ? await viewCompletion(call, dossier) : null,
    communes: directory.communes().map((each) => ({ value: each.id, label: each.name, group: each.districtName })),
    mostMb: Math.round(running().settings.maxFileBytes / 1_048_576),
  }
}

type Asked = Parameters<typeof withUploads>[0]

const posted = (form: FormData, path: string) =>
  [...form.keys()].some((name) => name === path || name.startsWith(`${path}.`))

/** The corrected answers that came, by the path of their question; an answer emptied is null. */
function answersOf(form: FormData, fields: readonly FormField[]): Record<string, unknown> {
  const answers: Record<string, unknown> = {}
  for (const field of fields)
    if (posted(form, field.path) || form.get('them-dong') === field.path) {
      const read = readSection([field], form)
      const value = own(read, field.path.split('.').at(-1)!)
      const rows = Array.isArray(value) ? value : null
      const removed = String(form.get('bo-dong') ?? '')
      const kept = rows?.filter((_, at) => removed !== `${field.path}.${at}`)
      const added = form.get('them-dong') === field.path ? [{}] : []
      put(answers, field.path, kept ? [...kept, ...added] : (value ?? null))
    }
  return answers
}

type Kept = { file: SupplyCompletion['files'][number] | null; items: readonly number[]; fault: string | null }

/** Reads the form: each file that came is kept as it arrives; one that is no paper is named with its reason, at its item. */
async function received(event: Asked, { lines }: CompletionView) {
  const { call } = event.locals
  const { fields, taken } = await withUploads(event, async ({ field, name, bytes }): Promise<Kept> => {
    const items = lines.filter((line) => fileNameOf(line) === field).map(({ item }) => item)
    if (items.length === 0) throw new Refusal('filing.unknown-paper')
    try {
      const file = await keepFile(call, running().settings, { name, bytes })
      return { file: { ...file, item: items[0]!, sizeBytes: file.size }, items, fault: null }
    } catch (error) {
      if (!(error instanceof Refusal) || !error.code.startsWith('files.')) throw error
      return { file: null, items, fault: sentenceOf(error.code, error.facts) }
    }
  })
  const files = taken.flatMap(({ file, items }) => (file ? items.map((item) => ({ ...file, item })) : []))
  const faults = taken.flatMap(({ items, fault }): SupplyFault[] => (fault ? [{ item: items[0]!, words: fault }] : []))
  return { form: fields, files, faults }
}

const wordsOf = (form: FormData, { lines }: CompletionView) =>
  Object.fromEntries(
    lines.flatMap(({ item }) =>
      form.has(`tra-loi:${item}`) ? [[String(item), textOf(form, `tra-loi:${item}`, 2000)]] : [],
    ),
  )

/**
 * One post of the page: everything that came is kept first, then sent as a whole where the person wants it sent and nothing lacks. All faults
 * come back at once, each at its item; what was typed and the good files stay.
 */
export async function postCompletion(event: Asked, code: string) {
  const { call } = event.locals
  const { dossier, progress } = await viewDossier(call, { code })
  if (progress.state !== 'completing') return { done: 'gone' as const }
  const view = await viewCompletion(call, dossier)
  const { form, files, faults } = await received(event, view)
  const fields = [...view.lines.flatMap(({ field }) => field ?? []), ...view.opened]
  const removed = form.getAll('bo-tep').flatMap((id) => (typeof id === 'string' && id ? [id] : []))
  const command: SupplyCompletion = {
    dossierId: dossier.id,
    files,
    answers: answersOf(form, fields),
    itemWords: wordsOf(form, view),
    removed,
    ...(form.has('loi-nhan') ? { words: textOf(form, 'loi-nhan', 2000) } : {}),
  }
  const refused = (all: SupplyFault[]) => fail(422, { faults: all })
  await keepCompletion(call, command)
  const onlyKeep = ['bo-tep', 'them-dong', 'bo-dong'].some((name) => form.has(name)) || form.get('viec') === 'giu'
  if (faults.length > 0) {
    // What else lacks is told in the same answer.
    const rest = onlyKeep ? [] : (await viewCompletion(call, dossier)).lacking
    return refused([...faults, ...rest.filter(({ item }) => !faults.some((fault) => fault.item === item))])
  }
  if (onlyKeep) return { done: 'kept' as const }
  const onPaper = view.lines.filter(({ item }) => form.has(`nhan-giay:${item}`)).map(({ item }) => item)
  try {
    await supplyCompletion(call, { dossierId: dossier.id, files: [], received: onPaper })
    return { done: 'sent' as const }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const lacking = error.facts.faults as SupplyFault[] | undefined
    return refused(lacking ?? [{ item: 0, words: sentenceOf(error.code, error.facts) }])
  }
}
