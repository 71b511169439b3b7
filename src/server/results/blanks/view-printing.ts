import { loadDirectory } from '#server/directory/index.ts'
import type { DossierView } from '#server/dossiers/index.ts'
import { type BlankOfSubject, type BlankStock, findTemplateOn, stockOf } from '#server/papers/index.ts'
import { type Call, may } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion } from '#server/procedures/index.ts'
import { findResult } from '../queries.ts'
import type { Lacking } from './blank-data.ts'
import { mayPrintAt, mustPrint, printedOf, printingOf, toSpoil } from './printing.ts'
import type { EventEntry } from './queries.ts'
import { keeperOf, readBlank } from './world.ts'

/** In phôi of a dossier, as its page shows it to officials. */
export type BlankPrinting = {
  name: string
  stepName: string
  templateKey: string
  verified: boolean
  originals: number
  /** Else the change may be noted on the paper there is. */
  must: boolean
  entry: EventEntry | undefined
  blanks: BlankOfSubject[]
  toSpoil: BlankOfSubject[]
  /** How many originals are printed. */
  printed: number
  lacking: Lacking[]
  prepared: boolean
  stock: BlankStock
  keeperName: string
  /** The holder is at a step where blanks are printed. */
  mayPrint: boolean
  /** This official keeps the blanks of the unit. */
  isKeeper: boolean
}

const NO_STOCK: BlankStock = { keeps: false, next: null, printers: [], printer: null }

/** Null where the result of the procedure is no State blank, or has no template in force. */
export async function viewBlankPrinting(call: Call, view: DossierView): Promise<BlankPrinting | null> {
  const { content } = await getVersion(call.db, view.procedure.versionId)
  const printing = printingOf(content)
  if (!printing) return null
  const { dossier } = view
  const directory = await loadDirectory(call.db, vietnamDate(call.now))
  const keeper = keeperOf(directory, printing, dossier)
  if (!(await findTemplateOn(call.db, printing.templateKey, vietnamDate(call.now)))) return null
  const result = await findResult(call.db, dossier.id)
  const world = await readBlank(call, dossier, content, printing, result)
  const open = view.way.find((step) => !step.doneAt && !step.side)
  const step = content.workflow?.steps.find((each) => each.key === open?.stepKey)
  return {
    ...{ name: printing.result.name, stepName: printing.step.name, templateKey: printing.templateKey },
    ...{ verified: world.template.verified, originals: printing.originals },
    ...{ entry: world.entry, blanks: world.blanks, toSpoil: toSpoil(world.blanks) },
    ...{ printed: printedOf(world.blanks).length, lacking: world.content?.lacking ?? [] },
    ...{ prepared: world.content !== undefined, keeperName: directory.organisation(keeper)?.name ?? keeper },
    must: mustPrint(printing, dossier.answers, vietnamDate(dossier.filedAt)),
    stock: world.kind ? await stockOf(call, keeper, world.kind) : NO_STOCK,
    mayPrint: view.acts.length > 0 && step !== undefined && mayPrintAt(content, printing, step),
    isKeeper: may(call.actor, 'blanks.keep', keeper),
  }
}
