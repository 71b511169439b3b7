import { own } from '#own-keys'
import { createHash } from 'node:crypto'
import { HTTPException } from 'hono/http-exception'
import { OpenAPIHono } from '@hono/zod-openapi'
import { findTokenActor, type TokenScope } from '#server/accounts/index.ts'
import { anonymousActor, type Call, HOUSE } from '#server/platform/call.ts'
import { AWAY_WORDS, saysDatabaseAway } from '#server/platform/database-watch.ts'
import { errorFacts, log } from '#server/platform/log.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { networkOf } from '#server/platform/network.ts'
import { limitBy } from '#server/platform/rate-limit.ts'
import { noteSeen } from '#server/platform/read-trail.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'
import { refusalOf } from '#server/platform/bad-value.ts'
import { isBrokenAddress } from '#server/platform/typed-text.ts'
import { isNoRoom } from '#server/platform/upload-bytes.ts'
import { readText } from './read-text.ts'
import { inputWords } from './input-words.ts'
import { problem } from './problem.ts'

export type Api = { Variables: { call: Call; scopes: TokenScope[]; body: string }; Bindings: { call: Call } }

/** What a request is told when it is not answered: refusals by their code, bad input by field, defects without detail. */
function failure(fault: unknown): Response {
  const error = fault instanceof Refusal ? fault : (refusalOf(fault) ?? fault)
  if (error instanceof Refusal) {
    const listed = Array.isArray(error.facts.faults) ? (error.facts.faults as { path: string; words: string }[]) : []
    const told = error.all
      .filter((each) => each.field !== null || error.all.length > 1)
      .map(({ field, code, facts }) => ({ path: field ?? '', words: sentenceOf(code, facts) }))
    const faults = [...listed.map(({ path, words }) => ({ path, words })), ...told]
    return problem(own(REFUSALS, error.code)?.status ?? 422, {
      code: error.code,
      detail: sentenceOf(error.code, error.facts),
      ...(faults.length > 0 ? { faults } : {}),
    })
  }
  if (error instanceof HTTPException && error.status < 500)
    return problem(error.status, {
      code: 'api.input',
      detail: 'Nội dung gửi lên không phải JSON đọc được.',
    })
  if (isNoRoom(error)) {
    log('error', 'no room', errorFacts(error))
    return problem(503, { code: 'platform.no-room', detail: sentenceOf('platform.no-room', {}) })
  }
  if (saysDatabaseAway(error)) {
    const away = problem(503, { code: 'api.database-away', detail: AWAY_WORDS })
    away.headers.set('retry-after', '10')
    return away
  }
  log('error', 'api failed', errorFacts(error))
  return problem(500, {
    code: 'api.fault',
    detail: 'Hệ thống có lỗi, đã ghi lại để người trực xem. Gọi lại sau; lỗi còn thì báo người quản trị.',
  })
}

/** An API of one part: bad input is a problem answer with the fields at fault. */
export const apiPart = () =>
  new OpenAPIHono<Api>({
    defaultHook: (result) => {
      if (result.success) return
      const faults = result.error.issues.map((issue) => ({ path: issue.path.join('.'), words: inputWords(issue) }))
      return problem(422, {
        code: 'api.input',
        detail: 'Dữ liệu gửi lên chưa đúng mẫu.',
        faults,
      })
    },
  })

const tokenMissing = () =>
  problem(401, {
    code: 'api.token-missing',
    detail: 'Cần mã hệ thống: gửi kèm đầu mục Authorization dạng "Bearer <mã>".',
  })

/** The whole API: bearer tokens only, never cookies; idempotency keys on every write. */
export function openApi(): OpenAPIHono<Api> {
  const api = apiPart()
  api.onError((error) => failure(error))
  api.notFound(() =>
    problem(404, { code: 'api.no-such-path', detail: 'Không có địa chỉ này trong API. Xem /api/openapi.json.' }),
  )
  api.use('*', async (context, next) => {
    const call = context.env.call
    if (isBrokenAddress(new URL(context.req.url))) throw new Refusal('platform.bad-value')
    const header = context.req.header('authorization')
    const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1]
    if (header && !token) return tokenMissing()
    if (token) {
      const found = await findTokenActor(call.db, token, call.now, running().settings.demonstration)
      if (!found) {
        await limitBy(call, 'token.network', networkOf(call.origin?.ip))
        return problem(401, {
          code: 'api.token-unknown',
          detail: 'Mã hệ thống này không có, đã hết hạn hoặc đã bị thu hồi. Người quản trị cấp mã mới.',
        })
      }
      context.set('call', { ...call, actor: found.actor })
      context.set('scopes', found.scopes)
    } else {
      context.set('call', { ...call, actor: anonymousActor })
      context.set('scopes', [])
    }
    if (context.req.method === 'POST') {
      const key = context.req.header('idempotency-key')
      if (!token) return tokenMissing()
      if (!key || key.length > 200)
        return problem(400, {
          code: 'api.idempotency-key',
          detail:
            'Thiếu Idempotency-Key, hoặc dài hơn 200 ký tự. Mỗi lần gửi một giá trị riêng; gửi lại thì giữ nguyên giá trị ấy.',
        })
      const body = await readText(context.req.raw)
      const { url, method, headers } = context.req.raw
      context.req.raw = new Request(url, { method, headers, body })
      const bodyHash = createHash('sha256').update(body).digest('hex')
      const path = new URL(context.req.url).pathname
      const act = `api ${path}`.slice(0, 200)
      const sealing = sealingOf(running().settings.dataDir)
      context.set('call', { ...context.get('call'), idempotency: { act, key, bodyHash, sealing } })
    }
    await next()
    const { actor } = context.get('call')
    if (context.res.status === 403)
      noteSeen(context.get('call'), 'access.refused', actor.organisationId ?? HOUSE, null, {
        ...{ route: `/api${context.req.path.replace(/^\/api/, '')}`, method: context.req.method, status: 403 },
      })
  })
  return api
}

/** @throws Refusal `accounts.no-right` when the token lacks the scope. */
export function requireScope(scopes: readonly TokenScope[], scope: TokenScope) {
  if (!scopes.includes(scope)) throw new Refusal('accounts.no-right', { scope })
}
