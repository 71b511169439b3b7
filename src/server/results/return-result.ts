import { findDossier, type ReturnResult, returnResult } from '#server/dossiers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { getVersion } from '#server/procedures/index.ts'
import { requireCardFor } from './cards/index.ts'
import { findResultForUpdate } from './queries.ts'

/** Trả kết quả: as `dossiers` returns it, and a printed card only when it is at the desk. @throws Refusal `cards.not-delivered`. */
export function returnPreparedResult(call: Call, command: ReturnResult): ReturnType<typeof returnResult> {
  return inTransaction(call, async (within) => {
    const returned = await returnResult(within, command)
    const result = await findResultForUpdate(within.db, returned.id)
    if (result) {
      const { content } = await getVersion(within.db, (await findDossier(within.db, returned.id))!.procedureVersionId)
      const stepKey = content.workflow?.steps.find((each) => each.kind === 'return')?.key ?? ''
      await requireCardFor(within, content, result, { stepKey, back: false, to: null })
    }
    return returned
  })
}
