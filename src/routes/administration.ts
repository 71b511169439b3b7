import { type Actor, mayAnywhere } from '#server/platform/call.ts'

const ACTS = [
  'directory.change',
  'accounts.change',
  'calendars.change',
  'tokens.change',
  'settings.change',
  'procedures.view-drafts',
  'procedures.draft',
  'procedures.check',
  'procedures.publish',
  'audit.view',
  'papers.change-templates',
  'papers.publish-templates',
  'signing.administer',
]

/** Whether the pages of administration are open to them: one of its acts is enough. */
export const entersAdministration = (actor: Actor) => ACTS.some((act) => mayAnywhere(actor, act))
