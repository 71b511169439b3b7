import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import { viewDossier } from '#server/dossiers/index.ts'
import { running } from '#server/platform/running.ts'
import { faultOfAddress } from '../../../../file-fault.ts'
import { isCoarse, removeScan, signScan, viewCopies } from '#server/results/index.ts'
import { copyLine, readForm, sizeWords } from '../../../../copy-words.ts'
import { attempt, idOf, textOf } from '../../../../refused.ts'
import { theSigningHouse } from '../../../../signing-house.ts'
import { codeAskedFor, pinOf, shownPin } from '../../../../signing-words.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../../wanted.ts'

const DONE: Record<string, string> = {
  quet: 'Đã nhận bản quét. Xem lại rồi văn thư ký sao.',
  bo: 'Đã bỏ bản quét.',
  ky: 'Đã ký bản sao. Người nộp được báo và tải về được.',
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { call } = locals
  const view = await viewDossier(call, { code: params.code })
  const { scan, copies, paper, organisation, leastDpi, ...rest } = await viewCopies(call, view)
  const { settings } = running()
  return {
    ...rest,
    code: view.progress.code,
    procedure: view.procedure.name,
    dossierId: view.dossier.id,
    organisation: organisation.name,
    leastDpi,
    scan: scan
      ? {
          ...{ id: scan.id, sha256: scan.fileSha256, fileName: scan.fileName, pages: scan.pages, dpi: scan.dpi },
          ...{
            size: sizeWords(scan.sizeBytes),
            byPictures: scan.pictures.length > 0,
            coarse: isCoarse(scan, leastDpi),
          },
          ...{ addedAt: scan.addedAt, addedBy: scan.addedByName },
        }
      : null,
    copies: copies.map((copy) => ({
      ...copyLine(copy),
      fileId: view.attachments.find((each) => each.paperId === copy.id)?.id ?? null,
    })),
    paper: paper ? { id: paper.id, title: paper.title, notation: paper.notation, code: paper.code } : null,
    shownPin: await shownPin(),
    asked: rest.maySign ? await codeAskedFor(call, 'seal', organisation.id) : null,
    mostMb: Math.round(settings.maxFileBytes / 1_048_576),
    done: own(DONE, url.searchParams.get('da') ?? '') ?? null,
    uploadFault: faultOfAddress(url),
  }
}

const secretOf = (form: FormData) => {
  const oneTimeCode = textOf(form, 'ma-mot-lan', 20)
  return { secret: pinOf(form), ...(oneTimeCode ? { oneTimeCode } : {}) }
}

/** What each form must have. */
const WANTS = {
  sign: { 'hinh-thuc': 'Chọn hình thức sao.', 'mat-khau-khoa': 'Gõ mã PIN ký số.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  ky: async ({ request, locals, params }) => {
    const form = await request.formData()
    const signed = await attempt(
      form,
      async () =>
        signScan(locals.call, await theSigningHouse(), {
          ...{ dossierId: idOf(form, 'ho-so'), scanId: idOf(form, 'ban-quet') },
          ...{ fileSha256: textOf(form, 'tep', 64), form: readForm(textOf(form, 'hinh-thuc', 20)) ?? 'sao-y' },
          ...{ resultKey: textOf(form, 'ket-qua', 100), ...secretOf(form) },
        }),
      { wants: WANTS.sign },
    )
    if (!('code' in signed && 'fileSha256' in signed)) return signed
    redirect(303, pathOf`/viec/${params.code}/ban-sao?da=ky`)
  },
  bo: async ({ request, locals, params }) => {
    const form = await request.formData()
    const done = await attempt(form, async () => {
      const command = { dossierId: idOf(form, 'ho-so'), scanId: idOf(form, 'ban-quet') }
      await removeScan(locals.call, command)
      return { removed: true as const }
    })
    if (!('removed' in done)) return done
    redirect(303, pathOf`/viec/${params.code}/ban-sao?da=bo`)
  },
}
