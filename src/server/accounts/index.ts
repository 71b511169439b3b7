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
export { createToken, findTokenActor, listApiTokens, revokeToken, TOKEN_SCOPES, type TokenScope } from './tokens.ts'
