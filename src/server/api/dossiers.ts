import { createRoute, z } from '@hono/zod-openapi'
import {
  acceptDossier,
  AcceptDossier,
  askCompletion,
  AskCompletion,
  declineDossier,
  DeclineDossier,
  fileGiven,
  FiledDocument,
  FiledHow,
  Filer,
  findViewableId,
  listInbox,
  lookUpProgress,
  Owner,
  receiveTask,
  recordFee,
  RecordFee,
  ReturnBy,
  returnResult,
  ReturnResult,
  TakeStep,
  viewDossier,
} from '#server/dossiers/index.ts'
import { lookedAt } from '#server/files/index.ts'
import type { Call } from '#server/platform/call.ts'
import { readPlace } from '#server/platform/identifiers.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { takeResultStep } from '#server/results/index.ts'
import { theSigningHouse } from '#server/signing/index.ts'
import { apiPart, requireScope } from './app.ts'
import { isUploadReceipt } from './files.ts'
import { Problem, problem } from './problem.ts'

const problems = {
  401: { description: 'No valid token', content: { 'application/problem+json': { schema: Problem } } },
  403: { description: 'The post may not do this there', content: { 'application/problem+json': { schema: Problem } } },
  404: { description: 'Unknown, or not to be seen', content: { 'application/problem+json': { schema: Problem } } },
  409: { description: 'The state does not allow it', content: { 'application/problem+json': { schema: Problem } } },
  422: { description: 'Refused by a rule, or bad input', content: { 'application/problem+json': { schema: Problem } } },
}
const Code = z.object({ code: z.string().max(60).openapi({ example: '000.01.18.H25-261124-0001' }) })
const Key = z.object({ 'idempotency-key': z.string().min(1).max(200) })
const answer = (description: string) => ({
  200: { description, content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } } },
  ...problems,
})
const security = [{ bearer: [] }]

/** `/api/dossiers`. */
export const dossiers = apiPart()

const progress = createRoute({
  method: 'get',
  path: '/dossiers/{code}/progress',
  summary: 'Where a dossier stands, for anyone: no personal data',
  request: { params: Code },
  responses: {
    ...answer('State, step, holder as post and unit, clock'),
    429: {
      description: 'Asked too often from one network without a token',
      content: { 'application/problem+json': { schema: Problem } },
    },
  },
})
dossiers.openapi(progress, async (context) => {
  const found = await lookUpProgress(context.get('call'), context.req.valid('param').code)
  return found
    ? context.json({ ...found }, 200)
    : (problem(404, { code: 'api.no-such-dossier', detail: 'Không có hồ sơ nào mang mã này.' }) as never)
})

const view = createRoute({
  method: 'get',
  path: '/dossiers/{code}',
  summary: 'One dossier in full, for a token whose post may view it',
  security,
  request: { params: Code },
  responses: answer('The dossier'),
})
dossiers.openapi(view, async (context) => {
  requireScope(context.get('scopes'), 'read')
  const {
    dossier,
    progress: state,
    sections,
    doubts,
    papers,
    completion,
    way,
    events,
    acts,
    answer: mayAnswer,
    turn,
  } = await viewDossier(context.get('call'), { code: context.req.valid('param').code })
  const { receiptSecretHash: _secret, ...shown } = dossier
  return context.json(
    {
      dossier: shown,
      progress: state,
      sections,
      doubts,
      papers,
      completion,
      way,
      events,
      acts,
      answer: mayAnswer,
      turn,
    },
    200,
  )
})

const inbox = createRoute({
  method: 'get',
  path: '/dossiers',
  summary: 'What waits for the post of the token, by due time; keyset-paged',
  security,
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      after: z.string().max(100).optional(),
    }),
  },
  responses: answer('A page of open tasks'),
})
dossiers.openapi(inbox, async (context) => {
  requireScope(context.get('scopes'), 'read')
  const { limit, after } = context.req.valid('query')
  const place = readPlace(after)
  const page = await listInbox(context.get('call'), {
    limit,
    ...(place ? { after: { due: place.at, id: place.id } } : {}),
  })
  return context.json(
    {
      items: page.items,
      counts: page.counts,
      next: page.next ? `${page.next.due.toISOString()}|${page.next.id}` : null,
    },
    200,
  )
})

/** A file that this token uploaded before: its receipt proves it, so that nobody files what he never held. */
const UploadedDocument = FiledDocument.extend({ receipt: z.string().max(100) })
const FileByApi = z.object({
  ...{
    procedureVersionId: z.uuid(),
    receivingId: z.string(),
    channel: z.enum(['counter', 'post']).default('counter'),
    filedHow: FiledHow.default('assisted'),
  },
  ...{
    owner: Owner,
    filer: Filer,
    answers: z.record(z.string(), z.unknown()),
    documents: z.array(UploadedDocument).max(100).default([]),
  },
  ...{
    sets: z.number().int().min(1).max(20).default(1),
    returnBy: ReturnBy.default('collect'),
    returnAddress: z.string().max(600).nullable().default(null),
  },
})
const file = createRoute({
  method: 'post',
  path: '/dossiers',
  summary: 'File a dossier at a desk in the reach of the token',
  security,
  request: { headers: Key, body: { required: true, content: { 'application/json': { schema: FileByApi } } } },
  responses: answer('Its id, its code, and by when the desk answers'),
})
dossiers.openapi(file, async (context) => {
  requireScope(context.get('scopes'), 'file')
  const call = context.get('call')
  const { documents, ...command } = context.req.valid('json')
  for (const { sha256, receipt } of documents)
    if (!isUploadReceipt(call, sha256, receipt)) throw new Refusal('api.file-not-uploaded')
  const plain = documents.map(({ receipt: _receipt, ...document }) => document)
  const filed = await fileGiven(call, { ...command, documents: await lookedAt(call.db, plain) })
  return context.json({ ...filed }, 200)
})

/** An act on a dossier by its code: the same functions as the pages, the same refusals. */
function act<T extends z.ZodObject>(
  name: string,
  summary: string,
  command: T,
  run: (call: Call, command: z.infer<T> & { dossierId: string }) => Promise<object>,
) {
  const body = command.omit({ dossierId: true } as never)
  const route = createRoute({
    method: 'post',
    path: `/dossiers/{code}/${name}`,
    summary,
    security,
    request: {
      params: Code,
      headers: Key,
      body: { required: true, content: { 'application/json': { schema: body } } },
    },
    responses: answer('What came of it'),
  })
  dossiers.openapi(route, async (context) => {
    requireScope(context.get('scopes'), 'process')
    const call = context.get('call')
    const { code } = (context.req.valid as (part: string) => { code: string })('param')
    const dossierId = await findViewableId(call, code)
    const given = (context.req.valid as (part: string) => object)('json')
    return context.json({ ...(await run(call, { ...given, dossierId } as never)) } as Record<string, unknown>, 200)
  })
}
act('accept', 'Accept: the clock starts', AcceptDossier, acceptDossier)
act('ask-completion', 'Ask once for what is missing', AskCompletion, askCompletion)
act('decline', 'Decline with reason and right place; hand over in the same act', DeclineDossier, declineDossier)
act(
  'receive',
  'Confirm that the dossier was handed over',
  AcceptDossier.pick({ dossierId: true, revision: true }),
  receiveTask,
)
/** The step with what belongs to it; a token holds no PIN, so what wants a signature or seal is refused as on the page without one. */
const stepAsAsked = async (call: Call, command: TakeStep) => takeResultStep(call, await theSigningHouse(), command)
act(
  'step',
  'Take an act of the open step; signing, sealing and initials are done at the workbench',
  TakeStep,
  stepAsAsked,
)
act('fee', 'Note the fee', RecordFee, recordFee)
act('return', 'Return the result', ReturnResult, returnResult)
