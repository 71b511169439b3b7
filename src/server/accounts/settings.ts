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
