import { addDuration, addWorkingMinutes } from '#server/directory/index.ts'
import { timelinessOf } from '#server/dossiers/clock.ts'
import { keptUntil } from '#server/dossiers/next-task.ts'
import { holderOf, holderWords } from '#server/dossiers/place.ts'
import { stateInStep } from '#server/dossiers/state-machine.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { applicableTimeLimit, documentsFor, nextStep, type Step } from '#server/procedures/index.ts'
import type { Chance } from './chance.ts'
import { partiesOf } from './parties.ts'
import { asOnDay } from './shift.ts'
import type { Case, World } from './world.ts'

export type Row = Record<string, unknown>
/** Everything that stands in the database of one invented dossier. */
export type Invented = { dossier: Row; events: Row[]; tasks: Row[]; attachments: Row[]; checks: Row[]; items: Row[] }

const hex = (chance: Chance, digits: number) => {
  let text = ''
  while (text.length < digits)
    text += Math.floor(chance.next() * 0x1_0000)
      .toString(16)
      .padStart(4, '0')
  return text.slice(0, digits)
}
/** A UUID version 7 made by the chance, so that the same seed gives the same ids. */
export function idAt(at: Date, chance: Chance): string {
  const time = at.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(chance, 3)}-8${hex(chance, 3)}-${hex(chance, 12)}`
}

/** The papers that stand behind every invented attachment. */
export type SamplePaper = { sha256: string; mediaType: string; size: number; fileName: string }

type Pen = {
  world: World
  chance: Chance
  asOf: Date
  papers: readonly SamplePaper[]
  /** Nothing rests at a step whose draft or signed paper it would lack. */
  passPapers: boolean
}

/** Steps at which a paper is checked, signed, printed or sealed. */
const WITH_PAPER = new Set<Step['kind']>(['check', 'sign-book', 'print', 'decide', 'number'])

/** Invents the history of one dossier from its filing at `filedAt` until `asOf`, by the same rules as the acts: steps, holders, clocks. */
export function inventHistory(pen: Pen, case_: Case, filedAt: Date, code: string): Invented {
  const { world, chance, asOf, papers } = pen
  const { version, place, accountId = null } = case_
  const { content } = version
  const { directory, ruleSet } = world
  const { cutOff } = ruleSet.settings
  const on = vietnamDate(filedAt)
  const answers = asOnDay(case_.answers, world.on, on)
  const id = idAt(filedAt, chance)
  const atWork = addWorkingMinutes(world.calendarOf(place.deskId), filedAt, 0).getTime() - filedAt.getTime() < 60_000
  const online = content.channels.includes('online') && (accountId !== null || chance.percent(55) || !atWork)
  const channel = online ? 'online' : content.channels.includes('post') && chance.percent(8) ? 'post' : 'counter'
  const filedHow = online
    ? accountId !== null || chance.percent(75)
      ? 'alone'
      : 'assisted'
    : chance.percent(85)
      ? 'assisted'
      : 'on-behalf'
  const { owner, filer } = partiesOf(content, answers, online, chance)
  const events: Row[] = []
  const tasks: Row[] = []
  const event = (kind: string, at: Date, actorKind: string, postId: string | null, facts: Row) =>
    events.push({
      ...{
        dossier_id: id,
        seq: events.length + 1,
        kind,
        at,
        actor_kind: actorKind,
        actor_id: postId ?? 'generated',
        post_id: postId,
      },
      ...{ organisation_id: postId ? (world.posts.all.get(postId)?.organisationId ?? null) : null, facts },
    })
  const begin = (step: Step, at: Date, due: Date, seq: number, from: string | null) => {
    const holder = holderOf(directory, step, place)
    const serving = world.posts.serving(holder.queue)
    const task: Row = {
      ...{ id: idAt(at, chance), thing_id: id, step_key: step.key, step_name: step.name, step_kind: step.kind },
      ...{
        organisation_id: holder.organisationId,
        role: holder.role,
        function: holder.function,
        queue: holder.queue,
        post_id: null,
      },
      ...{
        given_at: at,
        given_by: from,
        received_at: null,
        received_by: null,
        due_at: due,
        done_at: null,
        done_by: null,
      },
      ...{ outcome: null, remark: null, side: false, seq },
    }
    tasks.push(task)
    return { task, holder, postId: serving.length > 0 ? chance.pick(serving).id : null }
  }
  const end = (task: Row, at: Date, by: string | null, outcome: string) =>
    Object.assign(task, {
      received_at: task.received_at ?? task.given_at,
      received_by: by,
      done_at: at,
      done_by: by,
      outcome,
    })

  const first = content.workflow!.steps[0]!
  const answerBy = addWorkingMinutes(
    world.calendarOf(place.deskId),
    filedAt,
    ruleSet.settings.answerWithinWorkingHours * 60,
  )
  let here = begin(first, filedAt, answerBy, 1, 'generated')
  const documents = documentsFor(content, answers, on)
  const uploaded =
    channel === 'online' && papers.length > 0
      ? documents.filter((each) => each.need === 'submit' && !each.madeByForm).slice(0, 3)
      : []
  event('filed', filedAt, channel === 'online' ? 'citizen' : 'official', channel === 'online' ? null : here.postId, {
    answerBy,
    documents: uploaded.length,
  })
  const dossier: Row = {
    ...{
      id,
      code,
      procedure_code: content.code,
      procedure_version_id: version.id,
      rule_set_id: ruleSet.id,
      state: 'filed',
      channel,
      filed_how: filedHow,
    },
    ...{
      receiving_id: place.receivingId,
      desk_id: place.deskId,
      handling_id: place.handlingId,
      owner_kind: owner.kind,
    },
    ...{
      owner_name: owner.name,
      owner_search: fold(owner.name),
      owner_birth: owner.birth,
      owner_identity_paper: owner.identityPaper,
      owner_identity: owner.identity,
      owner_tax_code: owner.taxCode,
      owner_phone: owner.phone,
      owner_email: null,
      owner_address: owner.address,
    },
    ...{
      filer_account_id: accountId,
      filer_name: filer.name,
      filer_identity: null,
      filer_phone: filer.phone,
      filer_email: null,
      authorisation: filer.authorisation,
    },
    ...{
      answers,
      sets: 1,
      return_by: chance.percent(80) ? 'collect' : 'electronic',
      return_address: null,
      filed_at: filedAt,
      answer_by: answerBy,
    },
    ...{
      accepted_at: null,
      time_limit_key: null,
      due_at: null,
      decided_at: null,
      outcome: null,
      settled_at: null,
      timeliness: null,
    },
    ...{
      returned_at: null,
      ended_at: null,
      step_key: first.key,
      step_name: first.name,
      holder_id: here.holder.organisationId,
    },
    ...{
      holder_words: holderWords(directory, here.holder),
      fee_state: 'none',
      fee_total: 0,
      fee_receipt: null,
      receipt_secret_hash: null,
    },
    ...{ transferred_from: null, revision: 1, last_seq: 0, demonstration: true },
  }
  const attachments = uploaded.map((document, at) => {
    const paper = papers[at % papers.length]!
    return {
      ...{
        id: idAt(filedAt, chance),
        dossier_id: id,
        document_key: document.key,
        document_name: document.name,
        file_sha256: paper.sha256,
      },
      ...{
        file_name: paper.fileName,
        media_type: paper.mediaType,
        size_bytes: paper.size,
        kind: 'submitted',
        added_at: filedAt,
        added_by: 'generated',
      },
    }
  })
  const checks: Row[] = []
  const items: Row[] = []
  const done = (): Invented => {
    dossier.last_seq = events.length
    dossier.revision = events.length
    return { dossier, events, tasks, attachments, checks, items }
  }
  const leave = (state: string, at: Date, holder: string | null = null) =>
    Object.assign(dossier, {
      state,
      ended_at: state === 'completing' ? null : at,
      holder_id: null,
      holder_words: holder,
    })

  // The desk answers within its hours, rarely later.
  const desk = world.calendarOf(place.deskId)
  const answeredAt =
    channel === 'online'
      ? addWorkingMinutes(desk, filedAt, chance.percent(94) ? chance.between(10, 400) : chance.between(480, 700))
      : filedAt
  if (answeredAt > asOf) return done()
  if (channel === 'online' && chance.percent(3)) {
    end(here.task, answeredAt, here.postId, 'decline')
    event('declined', answeredAt, 'official', here.postId, {
      reason: 'Không thuộc thẩm quyền',
      clause: 'theo quy định của thủ tục',
      rightPlace: 'Nơi cư trú của người có hồ sơ',
      handedOverTo: null,
    })
    leave('declined', answeredAt)
    return done()
  }
  let acceptedAt = answeredAt
  const lacking = documents.find((each) => each.need === 'submit' && !each.madeByForm)
  if (channel === 'online' && lacking && chance.percent(6)) {
    end(here.task, answeredAt, here.postId, 'ask-completion')
    event('completion-asked', answeredAt, 'official', here.postId, { round: 1, items: 1 })
    items.push({
      ...{
        dossier_id: id,
        round: 1,
        item: 1,
        target: 'document',
        target_key: lacking.key,
        words: lacking.name,
        clause: lacking.legalBasis ?? 'Thành phần hồ sơ của thủ tục',
      },
      ...{ remedy: 'Chụp rõ cả bốn góc rồi gửi bổ sung, hoặc mang đến bộ phận một cửa.', supplied_at: null },
    })
    const suppliedAt = addWorkingMinutes(desk, answeredAt, chance.between(120, 2400))
    if (suppliedAt > asOf || chance.percent(12)) {
      leave('completing', answeredAt, 'Người nộp hồ sơ')
      return done()
    }
    items[0]!.supplied_at = suppliedAt
    event('completion-supplied', suppliedAt, 'citizen', null, { documents: 1 })
    here = begin(first, suppliedAt, addWorkingMinutes(desk, suppliedAt, 480), 2, 'generated')
    Object.assign(dossier, { answer_by: here.task.due_at })
    acceptedAt = addWorkingMinutes(desk, suppliedAt, chance.between(10, 300))
    if (acceptedAt > asOf) return done()
  }
  for (const document of documents.filter((each) => !each.madeByForm))
    checks.push({
      dossier_id: id,
      document_key: document.key,
      verdict: 'there',
      originals: null,
      copies: null,
      remark: null,
      checked_at: acceptedAt,
      checked_by: here.postId ?? 'generated',
    })

  const limit = applicableTimeLimit(content, answers, on)
  if (!limit) return done()
  const dueAt = addDuration(world.calendarOf(place.handlingId), acceptedAt, limit, cutOff)
  event('accepted', acceptedAt, 'official', here.postId, {
    limit: { amount: limit.amount, unit: limit.unit },
    cutOff,
    dueAt,
    limitName: limit.name,
  })
  Object.assign(dossier, { state: 'accepted', accepted_at: acceptedAt, due_at: dueAt, time_limit_key: limit.key })

  const late = chance.percent(4)
  const haste = late ? 1.5 + chance.next() : 0.15 + 0.6 * chance.next()
  let step: Step = first
  let at = acceptedAt
  let act = first.acts[0]!
  for (let seq = here.task.seq as number; seq < 60; seq += 1) {
    const next = nextStep(content, step, act.key, answers, on)
    if (!next) break
    end(here.task, at, here.postId, act.key)
    const calendar = world.calendarOf(holderOf(directory, next, place).organisationId)
    const from = here.postId
    here = begin(
      next,
      at,
      next.kind === 'return' ? keptUntil(at, dueAt, ruleSet) : addDuration(calendar, at, next.allotted, cutOff),
      seq + 1,
      from,
    )
    const settled = next.kind === 'return'
    if (step !== first)
      event(settled ? 'settled' : 'step-taken', at, 'official', from, {
        step: step.key,
        act: act.key,
        label: act.label,
        to: next.key,
        ...(act.outcome ? { outcome: act.outcome } : {}),
      })
    Object.assign(dossier, {
      ...{
        step_key: next.key,
        step_name: next.name,
        holder_id: here.holder.organisationId,
        holder_words: holderWords(directory, here.holder),
      },
      ...(step === first ? {} : { state: stateInStep(next.kind) }),
      ...(act.outcome ? { outcome: act.outcome, decided_at: at } : {}),
    })
    if (settled) {
      Object.assign(dossier, { state: 'settled', settled_at: at, timeliness: timelinessOf(dueAt, at) })
      const collectedAt = addWorkingMinutes(
        calendar,
        at,
        chance.percent(10) ? chance.between(2000, 9000) : chance.between(20, 1200),
      )
      if (collectedAt > asOf || chance.percent(3)) return done()
      end(here.task, collectedAt, here.postId, next.acts[0]!.key)
      event('returned', collectedAt, 'official', here.postId, {
        by: dossier.return_by,
        collectedBy: filer.name,
        collectedPaper: 'Căn cước công dân',
        originalsShown: true,
      })
      Object.assign(dossier, {
        state: 'returned',
        returned_at: collectedAt,
        ended_at: collectedAt,
        holder_id: null,
        holder_words: null,
      })
      return done()
    }
    const whole =
      next.allotted.unit === 'working-hour'
        ? next.allotted.amount * 60
        : next.allotted.unit === 'same-day'
          ? 120
          : next.allotted.amount * 480
    const passes = pen.passPapers && WITH_PAPER.has(next.kind)
    const minutes = Math.max(5, Math.round(whole * haste * (0.6 + 0.8 * chance.next())))
    const received = Math.min(chance.between(5, 90), Math.max(1, Math.floor(minutes / 2)))
    const inTime = (end: Date) => (passes && end > asOf ? asOf : end)
    const receivedAt = inTime(addWorkingMinutes(calendar, at, received))
    if (receivedAt > asOf) return done()
    Object.assign(here.task, { received_at: receivedAt, received_by: here.postId })
    if (dossier.state === 'accepted') dossier.state = 'processing'
    const doneAt = inTime(addWorkingMinutes(calendar, at, minutes))
    if (doneAt > asOf) return done()
    step = next
    at = doneAt
    const refusal =
      step.kind === 'decide' && chance.percent(3) ? step.acts.find((each) => each.outcome === 'refuse') : undefined
    act = refusal ?? step.acts[0]!
  }
  return done()
}
