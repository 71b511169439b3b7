import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { type Call, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { findAuthority } from './authority-queries.ts'
import { type Asked, listEvents, listLines, withinReach } from './lists.ts'
import { listMinutes } from './minutes-queries.ts'
import { findCertificate } from './queries.ts'
import { listRequestLines, type RequestFilter } from './request-lists.ts'
import { findRequestRow, listSteps } from './request-queries.ts'
import { isOwn, mayDecide, mayForProvince, viewReach } from './rights.ts'
import { ASKED_IN } from './request.ts'
import { REQUEST_KINDS } from './schema.ts'
import { whyNotNow } from './standing.ts'

export type AskedOfUnit = Omit<Asked, 'organisationIds' | 'postId'> & { unitId?: string | undefined }

/** Certificates of the units that the post sees (danh sách theo đơn vị): all of them, or those of one unit with what stands under it. */
export async function listCertificates(call: Call, asked: AskedOfUnit) {
  if (viewReach(call).length === 0) throw new Refusal('certificates.no-right')
  const today = vietnamDate(call.now)
  const directory = await loadDirectory(call.db, today)
  const units = asked.unitId ? directory.subtree(asked.unitId) : undefined
  const page = await listLines(call.db, { ...asked, organisationIds: withinReach(call, units) }, call.now, today)
  return {
    ...page,
    items: page.items.map((item) => ({ ...item, unit: directory.organisation(item.organisationId)?.name ?? '' })),
  }
}

/** What concerns the post that acts: its own certificate, and those of its unit where it sees them. */
export async function listMine(call: Call) {
  const { actor, now } = call
  const unit =
    actor.organisationId && may(actor, 'certificates.view', actor.organisationId) ? [actor.organisationId] : []
  const desks = [...(actor.grants.get('certificates.request') ?? [])]
  const organisationIds = desks.length > 0 && desks.length <= 40 ? [...new Set([...unit, ...desks])] : unit
  const asked = { organisationIds, postId: actor.postId, state: 'in-use' as const, limit: 100 }
  const { items } = await listLines(call.db, asked, now, vietnamDate(now))
  const directory = await loadDirectory(call.db, vietnamDate(now))
  return items.map((item) => ({
    ...{ ...item, own: isOwn(call, item), unit: directory.organisation(item.organisationId)?.name ?? '' },
    daysLeft: Math.ceil((item.notAfter.getTime() - now.getTime()) / 86_400_000),
  }))
}

/** One certificate with its history, minutes and requests, and what may be asked or done. @throws Refusal `certificates.unknown`. */
export async function viewCertificate(call: Call, id: string) {
  const { db, now, actor } = call
  const certificate = await findCertificate(db, id)
  if (!certificate || !(isOwn(call, certificate) || may(actor, 'certificates.view', certificate.organisationId)))
    throw new Refusal('certificates.unknown')
  const on = vietnamDate(now)
  const { organisationId, postId } = certificate
  const [directory, posts, events, minutes, requests, authority, notNow] = await Promise.all([
    ...([loadDirectory(db, on), loadPosts(db, on), listEvents(db, id), listMinutes(db, id)] as const),
    listRequestLines(db, { certificateId: id, limit: 50 }),
    certificate.authorityId ? findAuthority(db, certificate.authorityId) : undefined,
    whyNotNow(db, certificate, now),
  ])
  const lossWaiting = requests.items.some((each) => each.kind === 'loss' && each.state === 'waiting')
  const mayAsk = isOwn(call, certificate) || may(actor, 'certificates.request', organisationId)
  const kinds = REQUEST_KINDS.filter(
    (kind) => mayAsk && kind !== 'issue' && kind !== 'loss' && ASKED_IN[kind].includes(certificate.state),
  )
  return {
    ...{ certificate, events, minutes, requests: requests.items, authority, notNow, kinds },
    unit: directory.organisation(organisationId)?.name ?? '',
    post: postId ? (posts.all.get(postId) ?? null) : null,
    mayReport: mayAsk && certificate.state !== 'revoked' && !lossWaiting,
    lossWaiting,
    mayChange: await mayDecide(call, 'authority', organisationId),
    mayMinute: ['certificates.request', 'certificates.issue'].some((act) => may(actor, act, organisationId)),
  }
}

/** Requests that the post sees; `mine` are those that wait for its decision. */
export async function listRequests(call: Call, asked: { mine: boolean; after?: string | undefined; limit: number }) {
  const province = {
    focal: await mayForProvince(call, 'certificates.approve-focal'),
    committee: await mayForProvince(call, 'certificates.approve-committee'),
    authority: await mayForProvince(call, 'certificates.issue'),
  }
  const filter: RequestFilter = {
    ...{ organisationIds: viewReach(call), after: asked.after, limit: asked.limit, byActor: call.actor.id },
    ...(asked.mine
      ? {
          unitIds: [...(call.actor.grants.get('certificates.approve-unit') ?? [])],
          steps: (['focal', 'committee', 'authority'] as const).filter((step) => province[step]),
        }
      : {}),
  }
  const page = await listRequestLines(call.db, filter)
  const directory = await loadDirectory(call.db, vietnamDate(call.now))
  const unitOf = (id: string) => directory.organisation(id)?.name ?? ''
  return { ...page, items: page.items.map((item) => ({ ...item, unit: unitOf(item.organisationId) })) }
}

/** One request with its way, and whether the actor may decide its next step. @throws Refusal `certificates.unknown-request`. */
export async function viewRequest(call: Call, id: string) {
  const request = await findRequestRow(call.db, id)
  const sees =
    request &&
    (isOwn(call, request) ||
      request.askedBy === call.actor.id ||
      may(call.actor, 'certificates.view', request.organisationId))
  if (!request || !sees) throw new Refusal('certificates.unknown-request')
  const on = vietnamDate(call.now)
  const [steps, directory, posts] = await Promise.all([
    ...([listSteps(call.db, id), loadDirectory(call.db, on), loadPosts(call.db, on)] as const),
  ])
  const next = request.state === 'waiting' ? (request.chain[request.step] ?? null) : null
  const mayNext = next !== null && (await mayDecide(call, next, request.organisationId))
  const twice =
    next !== 'authority' &&
    (request.askedBy === call.actor.id ||
      steps.some((each) => each.outcome === 'approved' && each.byActor === call.actor.id))
  return {
    ...{ request, steps, next, mayNext, twice },
    unit: directory.organisation(request.organisationId)?.name ?? '',
    post: request.postId ? (posts.all.get(request.postId) ?? null) : null,
    mayWithdraw:
      request.state === 'waiting' &&
      (request.askedBy === call.actor.id || may(call.actor, 'certificates.request', request.organisationId)),
  }
}
