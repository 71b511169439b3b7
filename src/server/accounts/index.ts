export { confirmToken, viewTokensOfPost } from './confirm-token.ts'
export { changeSecondFactorRoles } from './change-second-factor-roles.ts'
export { claimAccount, openAccountAtDesk } from './claim.ts'
export { beginNationalSignIn, endNationalSignIn, type Provider } from './national-id.ts'
export { askNewContact, takeNewContact } from './change-contact.ts'
export { changePassword } from './change-password.ts'
export { type Contact, readContact } from './contact.ts'
export { type CodeReason, type ContactCode, findContactCode, proveContact, sendContactCode } from './contact-codes.ts'
export { type ContactHolder, holderOfContact } from './contact-holder.ts'
export { askPapersCode, contactForPapers, openPapers } from './open-papers.ts'
export { OWN_IDENTITY_PAPERS, saveOwnData, type TypedOwnData } from './own-data.ts'
export { findParkedForm, parkForm } from './parked-forms.ts'
export { hashPassword } from './passwords.ts'
export { listAccountsOfPerson } from './queries-of-person.ts'
export { type Account, findAccount, insertAccount, type OwnData } from './queries.ts'
export { isDoubtfulName, register } from './register.ts'
export { resetPassword } from './reset-password.ts'
export { MOST_WRONG_CODES, proveSecondFactor } from './prove-second-factor.ts'
export { giveSecondFactor, newTotpSecret } from './second-factor.ts'
export { setUpSecondFactor } from './set-up-second-factor.ts'
export { securityChanged } from './security-told.ts'
export {
  choosePost,
  endOtherSessions,
  endSession,
  findSignedIn,
  listSessions,
  idleMinutesOf,
  lockSession,
  type Opened,
  type Renewed,
  type SignedIn,
} from './sessions.ts'
export { unlockSession } from './unlock.ts'
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
export { getIdleMinutes, getSecondFactorRoles, saveSecondFactorRoles } from './setting-queries.ts'
export { changeIdleMinutes } from './change-idle-minutes.ts'
export { IDLE_BOUNDS, type IdleMinutes, ROLES_OF_DUTY } from './settings.ts'
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
export { settleClash, viewClashes } from './settle-clash.ts'
