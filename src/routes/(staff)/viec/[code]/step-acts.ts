import {
  answerOpinion,
  askOpinion,
  reassignTask,
  receiveTask,
  recordFee,
  ReturnBy,
  returnResult,
} from '#server/dossiers/index.ts'
import { chooseByHand, takeResultStep } from '#server/results/index.ts'
import { countOf, idOf, textOf } from '../../../refused.ts'
import { theSigningHouse } from '../../../signing-house.ts'
import { acting } from './acting.ts'
import { FEE_FIELDS, feeOf, optional, target } from './desk-form.ts'

const STEP_FIELDS = {
  ...{ remark: 'y-kien', confirmed: 'xac-nhan', clause: 'dieu-khoan', answer: 'tra-loi', words: 'y-kien' },
  secret: 'mat-khau-ky',
}
const RETURN_FIELDS = {
  ...{ collectedBy: 'nguoi-nhan', collectedPaper: 'giay-to', postNumber: 'buu-gui', originalsShown: 'da-xem' },
  ...FEE_FIELDS,
}

/** What the holder of the open step does, and whoever is asked beside it. */
export const STEP_ACTS = {
  'nhan-ban-giao': acting('nhan-ban-giao', {}, (call, form) => receiveTask(call, target(form))),
  buoc: acting('buoc', STEP_FIELDS, async (call, form) =>
    takeResultStep(call, await theSigningHouse(), {
      ...target(form),
      ...{ act: textOf(form, 'viec', 100), remark: optional(form, 'y-kien'), confirmed: form.has('xac-nhan') },
      ...{ clause: optional(form, 'dieu-khoan', 400), assignTo: optional(form, 'giao-cho', 200) },
      ...{ resultNumber: optional(form, 'so-ket-qua', 100), secret: optional(form, 'mat-khau-ky', 200) ?? undefined },
      ...{ oneTimeCode: optional(form, 'ma-mot-lan', 20) ?? undefined, answer: optional(form, 'tra-loi', 60) },
    }),
  ),
  'ky-tay': acting('ky-tay', { reason: 'vi-sao' }, (call, form) =>
    chooseByHand(call, { ...target(form), reason: textOf(form, 'vi-sao', 1000) }),
  ),
  'phan-cong': acting('phan-cong', { postId: 'giao-lai-cho' }, (call, form) =>
    reassignTask(call, {
      ...target(form),
      postId: optional(form, 'giao-lai-cho', 200),
      reason: optional(form, 'ly-do', 1000),
    }),
  ),
  'thu-tien': acting('thu-tien', FEE_FIELDS, (call, form) =>
    recordFee(call, { ...target(form), ...(feeOf(form) ?? { state: 'due' as const, total: 0 }) }),
  ),
  'xin-y-kien': acting('xin-y-kien', { consult: 'co-quan', question: 'cau-hoi' }, (call, form) =>
    askOpinion(call, {
      ...target(form),
      consult: countOf(form, 'co-quan'),
      question: textOf(form, 'cau-hoi', 2000),
    }),
  ),
  'cho-y-kien': acting('cho-y-kien', { answer: 'tra-loi', words: 'noi-dung-tra-loi' }, (call, form) =>
    answerOpinion(call, {
      ...target(form),
      taskId: idOf(form, 'viec'),
      answer: optional(form, 'tra-loi', 60),
      words: optional(form, 'noi-dung-tra-loi'),
    }),
  ),
  'tra-ket-qua': acting('tra-ket-qua', RETURN_FIELDS, (call, form) =>
    returnResult(call, {
      ...target(form),
      by: ReturnBy.catch('collect').parse(form.get('tra-qua')),
      ...{ collectedBy: optional(form, 'nguoi-nhan', 400), collectedPaper: optional(form, 'giay-to', 200) },
      ...{ relation: optional(form, 'quan-he', 200), postNumber: optional(form, 'buu-gui', 100) },
      ...{ originalsShown: form.has('da-xem'), fee: feeOf(form) },
    }),
  ),
}
