import { type InboxLine, STATES } from '#server/dossiers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { getVersion } from '#server/procedures/index.ts'
import { momentWords } from '#ui/format.ts'

/** What one row of an inbox shows; new is what came since a look and was not taken over yet. */
export const shownLines = ({ db, now }: Call, lines: readonly InboxLine[], since: Date) =>
  Promise.all(
    lines.map(async (line) => {
      const { content } = await getVersion(db, line.versionId)
      return {
        ...{
          taskId: line.taskId,
          code: line.code,
          owner: line.ownerName,
          procedure: content.shortName ?? content.name,
          step: line.stepName,
        },
        ...{
          due: momentWords(line.taskDue),
          dueAt: momentWords(line.dueAt),
          late: line.taskDue < now,
          fresh: line.receivedAt === null && line.givenAt > since,
          state: line.state,
          words: STATES[line.state].words,
        },
      }
    }),
  )
