import { own } from '#own-keys'
import { loadDirectory } from '#server/directory/index.ts'
import { insertNotice } from '#server/notices/index.ts'
import type { Call } from '#server/platform/call.ts'
import { queueMessage } from '#server/platform/outbox.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion, type ProcedureVersion } from '#server/procedures/index.ts'
import { listTasks } from '#server/workflow/index.ts'
import { turnOf, turnWords } from './citizen-turn.ts'
import { collectedHow } from './collected-how.ts'
import { type Dossier, findDossier, listAttachments } from './queries.ts'

const two = (number: number) => String(number).padStart(2, '0')
const moment = (at: Date | null) => {
  if (!at) return ''
  const local = new Date(at.getTime() + 25_200_000)
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())} ngày ${two(local.getUTCDate())}/${two(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`
}

/** What the filer is told at each change: short enough for a text message, no personal data beyond the code. */
export function messageOf(
  kind: string,
  dossier: Pick<Dossier, 'answerBy' | 'dueAt' | 'outcome'>,
  address = '',
  words?: string,
): { title: string; body: string } | undefined {
  // Last, and without a stop behind it: programs that read mail would make the stop a part of the link.
  const at = address && ` ${address}`
  const MESSAGES: Record<string, () => { title: string; body: string }> = {
    filed: () => ({ title: 'Đã gửi hồ sơ', body: `Bộ phận một cửa trả lời trước ${moment(dossier.answerBy)}.` }),
    accepted: () => ({ title: 'Hồ sơ đã được nhận', body: `Hẹn trả kết quả trước ${moment(dossier.dueAt)}.` }),
    'completion-asked': () => ({
      title: 'Hồ sơ cần bổ sung',
      body: 'Còn thiếu giấy tờ. Ông/Bà mở hồ sơ để xem cần gì và gửi bổ sung.',
    }),
    'completion-supplied': () => ({
      title: 'Đã nhận phần bổ sung',
      body: `Bộ phận một cửa trả lời trước ${moment(dossier.answerBy)}.`,
    }),
    declined: () => ({ title: 'Hồ sơ không được tiếp nhận', body: 'Ông/Bà mở hồ sơ để xem lý do và nơi nộp đúng.' }),
    'handed-over': () => ({
      title: 'Hồ sơ đã chuyển đến nơi có thẩm quyền',
      body: 'Không phải làm lại. Ông/Bà mở hồ sơ để xem mã mới.',
    }),
    succeeded: () => ({
      title: 'Đơn vị mới tiếp tục giải quyết hồ sơ',
      body: 'Không phải nộp lại. Mã hồ sơ và ngày hẹn trả không đổi; Ông/Bà mở hồ sơ để xem nơi nhận kết quả.',
    }),
    settled: () => ({
      title: dossier.outcome === 'refuse' ? 'Đã có văn bản trả lời từ chối' : 'Đã có kết quả',
      body: words ?? '',
    }),
    'your-turn': () => ({ title: 'Mời Ông/Bà làm việc tiếp theo', body: `${words ?? ''}${at}` }),
    returned: () => ({ title: 'Đã trả kết quả', body: 'Hồ sơ đã kết thúc.' }),
    'result-ready': () => ({
      title: 'Bản điện tử của kết quả đã có',
      body: `Ông/Bà mở hồ sơ và tải về. Bản này có chữ ký số, kiểm tra được bằng mã trên giấy.${at}`,
    }),
    'result-withdrawn': () => ({
      title: 'Kết quả đã cấp bị thu hồi',
      body: `Giấy đã cấp không dùng được nữa. Ông/Bà mở hồ sơ để xem lý do và văn bản thu hồi.${at}`,
    }),
    'result-replaced': () => ({
      title: 'Kết quả đã cấp được thay bằng giấy mới',
      body: `Giấy cũ không dùng được nữa. Ông/Bà mở hồ sơ và tải bản mới.${at}`,
    }),
    'copy-ready': () => ({
      title: 'Bản sao điện tử của kết quả đã có',
      body: `Ông/Bà mở hồ sơ và tải về${address ? `: ${address}` : ''}. Bản này có chữ ký số của cơ quan, có giá trị như bản chính.`,
    }),
    'copy-withdrawn': () => ({
      title: 'Bản sao điện tử đã bị thu hồi',
      body: `Bản sao đã gửi Ông/Bà không dùng được nữa; kết quả trên giấy vẫn như cũ. Ông/Bà mở hồ sơ để xem lý do${address ? `: ${address}` : ''}.`,
    }),
    'clock-stopped': () => ({ title: 'Hồ sơ đang chờ', body: 'Thời gian chờ này không tính vào hạn giải quyết.' }),
    withdrawn: () => ({ title: 'Đã rút hồ sơ', body: 'Hồ sơ không được giải quyết tiếp.' }),
  }
  return own(MESSAGES, kind)?.()
}

/** What is told of this dossier alone: the filer's turn, null when it is over; how its result is collected. */
async function wordsOf({ db, now }: Call, kind: string, dossier: Dossier, version: ProcedureVersion) {
  if (kind !== 'your-turn' && kind !== 'settled') return undefined
  const directory = await loadDirectory(db, vietnamDate(now))
  if (kind === 'settled') return collectedHow(dossier, version, await listAttachments(db, dossier.id), directory)
  const open = (await listTasks(db, dossier.id)).find((task) => !task.doneAt && !task.side)
  const step = version.content.workflow?.steps.find((each) => each.key === open?.stepKey)
  const turn = turnOf(directory, dossier, step, open)
  if (!turn) return null
  const draft = turn.readsDraft ? ' Đọc trước bản thảo trong hồ sơ.' : ''
  return `${turnWords(turn, moment)}${draft}`
}

/** Listens to every event of a dossier: a message in the page, by e-mail and by SMS, in the transaction that removes the announcement. */
export async function tellFiler(call: Call, told: { dossierId: string; kind: string }, origin = '') {
  const dossier = await findDossier(call.db, told.dossierId)
  if (!dossier || dossier.demonstration) return
  // Filed and accepted on the spot: the acceptance is told, not by when the desk would answer.
  if (told.kind === 'filed' && dossier.channel === 'counter' && dossier.acceptedAt) return
  const version = await getVersion(call.db, dossier.procedureVersionId)
  const { content } = version
  const words = await wordsOf(call, told.kind, dossier, version)
  if (words === null) return
  const message = messageOf(told.kind, dossier, origin && `${origin}/ho-so/${dossier.code}`, words)
  if (!message) return
  const name = content.sensitive
    ? `thủ tục lĩnh vực ${content.field}`
    : (content.shortName ?? content.name).slice(0, 80)
  const body = `Hồ sơ ${dossier.code} (${name}): ${message.body}`
  if (dossier.filerAccountId)
    await insertNotice(call, {
      accountId: dossier.filerAccountId,
      kind: told.kind,
      title: message.title,
      body,
      href: `/ho-so/${dossier.code}`,
    })
  const about = dossier.code ?? dossier.id
  if (dossier.filerEmail)
    await queueMessage(call, {
      channel: 'email',
      recipient: dossier.filerEmail,
      subject: `${message.title}: ${dossier.code}`,
      body,
      about,
    })
  if (dossier.filerPhone)
    await queueMessage(call, {
      channel: 'sms',
      recipient: dossier.filerPhone,
      body: `${message.title}. ${body}`,
      about,
    })
}
