export { confirmToken, viewTokensOfPost } from './confirm-token.ts'
export { changeSecondFactorRoles } from './change-second-factor-roles.ts'
export { claimAccount, openAccountAtDesk } from './claim.ts'
export { beginNationalSignIn, endNationalSignIn, type Provider } from './national-id.ts'
export { readContact } from './contact.ts'
export { saveOwnData } from './own-data.ts'
export { findParkedForm, parkForm } from './parked-forms.ts'
export { hashPassword } from './passwords.ts'
export { listAccountsOfPerson } from './queries-of-person.ts'
export { type Account, findAccount, insertAccount, type OwnData } from './queries.ts'
export { askRegistrationCode, register } from './register.ts'
export { askResetCode, changePassword, resetPassword } from './reset.ts'
export { MOST_WRONG_CODES, proveSecondFactor } from './prove-second-factor.ts'
export { giveSecondFactor, newTotpSecret, setUpSecondFactor } from './second-factor.ts'
export {
  choosePost,
  endOtherSessions,
  endSession,
  findSignedIn,
  listSessions,
  lockSession,
  type SignedIn,
  unlockSession,
} from './sessions.ts'
export { signIn } from './sign-in.ts'
export {
  createToken,
  findTokenActor,
  listApiTokens,
  revokeToken,
  TOKEN_SCOPES,
  tokenMade,
  waitsForHolder,
  type TokenScope,
} from './tokens.ts'
export { getSecondFactorRoles, saveSecondFactorRoles } from './setting-queries.ts'
export { ROLES_OF_DUTY } from './settings.ts'
export { disableAccount } from './disable.ts'
export { enableAccount } from './enable.ts'
export { endSessionsOf } from './end-sessions.ts'
export { giveSetupCode } from './give-setup-code.ts'
export {
  ACCOUNT_STATES,
  type AccountState,
  findOfficial,
  findPersonForAccount,
  listOfficials,
  listPersonsWithoutAccount,
  type OfficialLine,
} from './official-lists.ts'
export { openOfficialAccount } from './open-official-account.ts'
export { resetSecondFactor } from './reset-second-factor.ts'
