export { finishAtAgent } from './agent/finish-at-agent.ts'
export { prepareAtAgent, type PreparedAtAgent } from './agent/prepare-at-agent.ts'
export { finishSession, receivedSession } from './agent/finish-session.ts'
export { askOfAgent, type OpenedSession, openSession } from './agent/open-session.ts'
export { fileOfSession, receiveSigned } from './agent/receive-signed.ts'
export { isPlaceAtAgent } from './agent/place-at-agent.ts'
export { outageOver, paperComplete, paperSealed, paperSigned, signatureWaits } from './announcements.ts'
export { type AskSignature, askSignature, withdrawRequest } from './ask-signature.ts'
export { initialsWanted, isAskedFor } from './initials.ts'
export { COMPLETE_SIGNATURE } from './after-signing.ts'
export { completeSignature } from './complete-signature.ts'
export { keepSoftwareKey, newKeyPair } from './keys/keep-software-key.ts'
export { attachPreparedKey } from './keys/attach-prepared.ts'
export { type KeyFor, mayPrepareKeys, type PrepareKey, prepareKey, viewPreparedKey } from './keys/prepare-key.ts'
export { openLockedKey, unlockKey } from './keys/unlock-key.ts'
export { BESIDE_BOOK, dateWords, giveNumber, type Series } from './numbering.ts'
export { signingHouse } from './house.ts'
export { theSigningHouse } from './the-house.ts'
export { retrySignature } from './retry-signature.ts'
export { openSigner } from './open-signer.ts'
export {
  changeSigningSecondFactor,
  type CodeAsked,
  codeAsked,
  getSigningSecondFactor,
  SIGNING_SECOND_FACTOR,
} from './second-factor.ts'
export { placesOf, SEAL_FIELD } from './places.ts'
export { renewArchiveTimestamps } from './renew-archive-timestamps.ts'
export type {
  CertificateRegister,
  CloudService,
  KeyKind,
  OpenSigner,
  RegisteredCertificate,
  Signer,
  SigningHouse,
  SignsBy,
  Validation,
} from './schema.ts'
export { sealPaper, type SealPaper } from './seal-paper.ts'
export { MOST_AT_ONCE, type Outcome, signMany, type ToSignMany } from './sign-many.ts'
export { signPaper, type SignPaper } from './sign-paper.ts'
export { validationOfAuthority, validationOfBoth, validationOverHttp } from './validation.ts'
export { type JobLine, listSignedBy, listWaiting, listWaitingJobs, type SignedLine, type WaitingLine } from './lists.ts'
export { type PaperToSign, type PlaceToSign, viewPaperToSign } from './view-paper.ts'
export { DEMONSTRATION_PIN } from './house.ts'
export { equipDemonstration } from './equip-demonstration.ts'
export { type SampleToSign, sampleSigning } from './sample-signing.ts'
export {
  COPY_FORMS,
  type CopyForm,
  keepCopy,
  type MadeCopy,
  makeCopy,
  signAppendix,
  type SignCopy,
  signCopy,
} from './sign-copy.ts'
export { type CopyFilter, findCopy, listCopiesById, listCopiesOf } from './copies/copy-queries.ts'
export { type CopyPage, getOwnCopy, listCopies } from './copies/list.ts'
export {
  copyFormWords,
  copyStateWords,
  findPublicCopy,
  findPublicCopyOfFile,
  isCopyFile,
  type PublicCopy,
} from './copies/public-copy.ts'
export { CopyState, type SignedCopy, WithdrawCopy } from './copies/schema.ts'
export { withdrawCopy } from './copies/withdraw.ts'
export {
  keepPicture,
  mayKeepPicture,
  MOST_PICTURE_BYTES,
  type PictureOf,
  type PicturesView,
  readPicture,
  removePicture,
  viewPictures,
} from './pictures/keep-picture.ts'
export { type OutageView, retrySignatures, viewOutage } from './outage.ts'
export { tellOfOutageOver, tellOfWaiting } from './tell-of-waiting.ts'
