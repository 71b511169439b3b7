import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, mayAnywhere } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { insertPerson } from '../queries-officials.ts'
import { factsOfPerson, PersonWords } from './people.ts'
import { changingDirectory } from '../reach.ts'

export const AddPerson = PersonWords
export type AddPerson = PersonWords

/** @throws Refusal `directory.born-later`. */
export function decideBirth(birthDate: string | null, today: string) {
  if (birthDate !== null && birthDate > today) throw new Refusal('directory.born-later')
}

/** Adds a person (nhân sự) who may then be appointed. Whoever may change the directory of some unit may add people. */
export function addPerson(call: Call, command: AddPerson): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, actor, now } = within
    if (!mayAnywhere(actor, 'directory.change')) throw new Refusal('directory.no-right')
    decideBirth(command.birthDate, vietnamDate(now))
    const id = newId(now)
    await insertPerson(db, id, factsOfPerson(command))
    recordAudit(within, 'directory.add-person', actor.organisationId ?? HOUSE_CHAIN, id)
    return { id }
  })
}
