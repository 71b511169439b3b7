import { type Directory, getWorkCalendar, loadDirectory } from '#server/directory/index.ts'
import type { Call, Db } from '#server/platform/call.ts'
import { networkOf } from '#server/platform/network.ts'
import { limitHere } from '#server/platform/rate-limit.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion, type ProcedureVersion } from '#server/procedures/index.ts'
import { readCode } from './code.ts'
import { shareUsed } from './clock.ts'
import { listTasks } from '#server/workflow/index.ts'
import { type Turn, turnIn, turnOf } from './citizen-turn.ts'
import { type Dossier, findDossierByCode } from './queries.ts'
import { NATIONAL_STATUS, type NationalStatus, nationalStatus, STATES } from './state-machine.ts'

/** What anyone may know of a dossier by its code: no name, no content; of a sensitive procedure only its field. */
export type Progress = {
  code: string
  procedure: { code: string | null; name: string; sensitive: boolean }
  state: string
  words: string
  national: { number: NationalStatus; words: string }
  receiving: string
  /** Telephone of where it was received: whom to ask. */
  phone: string | null
  handling: string
  step: { number: number; of: number; name: string; holder: string } | null
  filedAt: Date
  /** It is the filer's turn: for what and where; not of a sensitive procedure. */
  turn: { does: string; place: string; before: Date } | null
  answerBy: Date | null
  acceptedAt: Date | null
  dueAt: Date | null
  settledAt: Date | null
  returnedAt: Date | null
  timeliness: string | null
  clock: { share: number; late: boolean; stopped: boolean } | null
  ended: boolean
}

/** The running clock in numbers: the share of working time used between acceptance and due date. */
export async function clockNow(db: Db, dossier: Dossier, version: ProcedureVersion, now: Date) {
  if (!dossier.acceptedAt || !dossier.dueAt) return null
  const calendar = await getWorkCalendar(db, dossier.handlingId, vietnamDate(now))
  const until = dossier.settledAt ?? now
  const clock = {
    startedAt: dossier.acceptedAt,
    dueAt: dossier.dueAt,
    stoppedSince: null,
    settledAt: dossier.settledAt,
  }
  const step = version.content.workflow?.steps.find((each) => each.key === dossier.stepKey)
  return {
    share: shareUsed(clock, now, calendar),
    late: until > dossier.dueAt,
    stopped: Boolean(step?.clockStops) && !dossier.settledAt,
  }
}

export function progressFrom(
  dossier: Dossier,
  version: ProcedureVersion,
  directory: Directory,
  clock: Progress['clock'],
  turn: Turn | null = null,
): Progress {
  const { content } = version
  const steps = content.workflow?.steps ?? []
  const at = steps.findIndex((each) => each.key === dossier.stepKey)
  const state = STATES[dossier.state]
  const national = nationalStatus(dossier.state)
  const unit = (id: string) => directory.organisation(directory.successor(id))?.name ?? id
  return {
    code: dossier.code ?? '',
    procedure: content.sensitive
      ? { code: null, name: `Một thủ tục thuộc lĩnh vực ${content.field}`, sensitive: true }
      : { code: content.code, name: content.name, sensitive: false },
    ...{ state: dossier.state, words: state.words, national: { number: national, words: NATIONAL_STATUS[national] } },
    ...{ receiving: unit(dossier.receivingId), handling: unit(dossier.handlingId) },
    phone: directory.organisation(directory.successor(dossier.receivingId))?.phone ?? null,
    step:
      at >= 0 && !state.ends
        ? { number: at + 1, of: steps.length, name: dossier.stepName ?? '', holder: dossier.holderWords ?? '' }
        : null,
    turn: turn && !content.sensitive ? { does: turn.does, place: turn.place, before: turn.before } : null,
    ...{ filedAt: dossier.filedAt, answerBy: dossier.answerBy, acceptedAt: dossier.acceptedAt, dueAt: dossier.dueAt },
    ...{ settledAt: dossier.settledAt, returnedAt: dossier.returnedAt, timeliness: dossier.timeliness },
    ...{ clock, ended: state.ends },
  }
}

/** Its tasks are read only where a step of the name that the dossier stands in may be the filer's turn. */
async function openTurn(db: Db, dossier: Dossier, { content }: ProcedureVersion, directory: Directory) {
  const may = content.workflow?.steps.filter((step) => step.name === dossier.stepName && turnIn(step)) ?? []
  if (may.length === 0 || dossier.endedAt) return null
  const open = (await listTasks(db, dossier.id)).find((task) => !task.doneAt && !task.side)
  return turnOf(
    directory,
    dossier,
    may.find((step) => step.key === open?.stepKey),
    open,
  )
}

/** Tra cứu: the progress of a dossier by its code, as anyone may see it. */
export async function progressOf(db: Db, typed: string, now: Date): Promise<Progress | undefined> {
  const dossier = await findDossierByCode(db, readCode(typed))
  if (!dossier) return undefined
  const [version, directory] = await Promise.all([
    getVersion(db, dossier.procedureVersionId),
    loadDirectory(db, vietnamDate(now)),
  ])
  const [clock, turn] = await Promise.all([
    clockNow(db, dossier, version, now),
    openTurn(db, dossier, version, directory),
  ])
  return progressFrom(dossier, version, directory, clock, turn)
}

/**
 * The same for anybody who asks, counted by network while nobody knows who asks: codes count up, so that whoever goes through them is held up.
 * @throws Refusal `platform.too-often`.
 */
export async function lookUpProgress(call: Call, typed: string): Promise<Progress | undefined> {
  if (call.actor.kind === 'anonymous') limitHere(call.now, 'progress.network', networkOf(call.origin?.ip))
  return progressOf(call.db, typed, call.now)
}
