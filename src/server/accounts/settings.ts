/** The key of the setting: minutes without a page after which a session asks for the password. */
export const IDLE_MINUTES = 'accounts.idle-minutes'

/** Officials on the PCs of an office; citizens and enterprises, often on a phone of their own. */
export type IdleMinutes = { official: number; citizen: number }
/** Where no setting is kept. */
export const STANDARD_IDLE_MINUTES: IdleMinutes = { official: 30, citizen: 60 }
/** What may be set, in minutes. */
export const IDLE_BOUNDS = { official: { least: 5, most: 60 }, citizen: { least: 5, most: 1440 } } as const

/** The key of the setting: roles whose holders owe a second factor. */
export const SECOND_FACTOR_ROLES = 'accounts.second-factor-roles'

/** Where no setting is kept: administrators, and leaders who sign. Security of an installation, not law: configuration. */
export const STANDARD_SECOND_FACTOR_ROLES = ['administrator', 'leader'] as const

/** Roles that may be made to owe it, as a post's duty names them. */
export const ROLES_OF_DUTY = [
  'administrator',
  'leader',
  'division-head',
  'records-clerk',
  'desk-head',
  'receiver',
  'officer',
  'procedure-drafter',
  'procedure-control',
  'council',
  'outside',
] as const
