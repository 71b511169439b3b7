import { z } from 'zod'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { findPerson, listAppointmentsOfPerson, savePerson } from '../queries-officials.ts'
import { lockDirectory } from '../queries-organisations.ts'
import { decideBirth } from './add-person.ts'
import { factsOfPerson, PersonWords } from './people.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const ChangePerson = PersonWords.extend({ id: z.uuid() })
export type ChangePerson = z.infer<typeof ChangePerson>

/** Corrects what is kept of a person. Rights over every unit where the person holds a post now or later are needed. */
export function changePerson(call: Call, command: ChangePerson): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, actor, now } = within
    await lockDirectory(db)
    const [person, held] = await Promise.all([findPerson(db, command.id), listAppointmentsOfPerson(db, command.id)])
    if (!person) throw new Refusal('directory.unknown-person')
    const today = vietnamDate(now)
    const units = held.filter((each) => each.to === null || each.to > today).map((each) => each.organisationId)
    await requireReach(within, units)
    decideBirth(command.birthDate, today)
    await savePerson(db, command.id, factsOfPerson(command))
    recordAudit(within, 'directory.change-person', units[0] ?? actor.organisationId ?? HOUSE_CHAIN, command.id)
    return { id: command.id }
  })
}
