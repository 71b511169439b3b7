import { own } from '#own-keys'
import { error, redirect } from '@sveltejs/kit'
import {
  decidePublisher,
  discardTemplateDraft,
  draftTemplate,
  DraftTemplate,
  publishTemplate,
  PublishTemplate,
  requireTemplateRight,
  saveTemplateDraft,
  tryTemplate,
  viewTemplate,
} from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { attempt, countOf, idOf, textOf } from '../../../../refused.ts'
import { kindWords } from '../kind-words.ts'
import { draftFrom, triedFrom } from '../typed-template.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

const DONE: Record<string, string> = {
  luu: 'Đã lưu bản soạn.',
  soan: 'Đã mở bản soạn.',
  'cong-bo': 'Đã công bố.',
  bo: 'Đã bỏ bản soạn.',
}
const pretty = (value: unknown) => JSON.stringify(value, null, 2)

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const versions = await viewTemplate(locals.call, params.key)
  if (!versions) error(404, { message: 'Không có mẫu giấy tờ này.' })
  const asked = versions.find((each) => String(each.version) === url.searchParams.get('ban'))
  const shown = asked ?? versions[0]!
  const allowed = (act: () => void) => {
    try {
      act()
      return null
    } catch (refused) {
      if (refused instanceof Refusal) return refused.code
      throw refused
    }
  }
  return {
    key: params.key,
    kind: kindWords(shown.kind),
    versions: versions.map(({ id, version, state, effectiveFrom, effectiveTo, name, verified }) => ({
      ...{ id, version, state, effectiveFrom, effectiveTo, name, verified },
    })),
    mayWrite: allowed(() => requireTemplateRight(locals.call)) === null,
    whyNotPublish: allowed(() => decidePublisher(locals.call, shown.writtenBy)),
    hasDraft: versions.some((each) => each.state === 'draft'),
    shown: {
      ...{ id: shown.id, version: shown.version, state: shown.state, name: shown.name, revision: shown.revision },
      ...{ legalBasis: shown.legalBasis, verified: shown.verified, source: shown.source },
      ...{
        schema: pretty(shown.schema),
        example: pretty(shown.example),
        signs: pretty(shown.signs),
        from: pretty(shown.from),
      },
    },
    done: own(DONE, url.searchParams.get('da') ?? '') ?? null,
  }
}

const originOf = (url: URL) => ({ origin: running().settings.origin ?? url.origin })
const target = (form: FormData) => ({ id: idOf(form, 'id'), revision: countOf(form, 'ban-luu') })

/** Runs an act and shows the template again. */
const act =
  (done: string, run: (call: Call, form: FormData, url: URL) => Promise<unknown>) =>
  async ({
    request,
    locals,
    params,
    url,
  }: {
    request: Request
    locals: App.Locals
    params: { key: string }
    url: URL
  }) => {
    const form = await request.formData()
    const result = await attempt(form, async () => {
      await run(locals.call, form, url)
      return { done: true as const }
    })
    if (!('done' in result)) return result
    redirect(303, pathOf`/quan-tri/mau-giay-to/${params.key.split('/')}?da=${done}`)
  }

export const actions: Actions = {
  luu: act('luu', (call, form) => saveTemplateDraft(call, { ...target(form), ...draftFrom(form) })),
  'kiem-tra': async ({ request, locals, url }) => {
    const form = await request.formData()
    return attempt(form, async () => {
      const { faults, set } = await tryTemplate(locals.call, triedFrom(form), originOf(url))
      const typed = Object.fromEntries([...form].filter(([, value]) => typeof value === 'string')) as Record<
        string,
        string
      >
      return {
        typed,
        checked: {
          pages: set?.pages ?? 0,
          faults: faults.map(({ line, words }) => (line ? `Dòng ${line}: ${words}` : words)),
        },
      }
    })
  },
  'cong-bo': act('cong-bo', (call, form, url) => {
    const effectiveFrom = textOf(form, 'tu-ngay', 10)
      .split('/')
      .toReversed()
      .map((part) => part.padStart(2, '0'))
      .join('-')
    const command = PublishTemplate.safeParse({ ...target(form), effectiveFrom })
    if (!command.success) throw new Refusal('papers.date-unreadable')
    return publishTemplate(call, command.data, originOf(url))
  }),
  bo: async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, () => discardTemplateDraft(locals.call, target(form)))
    if (!('key' in result)) return result
    const left = await viewTemplate(locals.call, result.key)
    redirect(303, left ? pathOf`/quan-tri/mau-giay-to/${result.key.split('/')}?da=bo` : '/quan-tri/mau-giay-to')
  },
  soan: async ({ request, locals }) => {
    const form = await request.formData()
    const newKey = textOf(form, 'khoa', 80)
    const result = await attempt(form, async () => {
      const command = DraftTemplate.safeParse({ fromVersionId: idOf(form, 'id'), ...(newKey ? { newKey } : {}) })
      if (!command.success)
        throw new Refusal('papers.draft-shape', { where: 'Khóa', why: 'chỉ dùng chữ thường không dấu, số, gạch nối' })
      return draftTemplate(locals.call, command.data)
    })
    if (!('key' in result)) return result
    redirect(303, pathOf`/quan-tri/mau-giay-to/${result.key.split('/')}?da=soan`)
  },
}
