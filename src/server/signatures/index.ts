export { FormatFault } from './format-fault.ts'
export { inTime } from './in-time.ts'
export * as der from './pki/der.ts'
export * as derWrite from './pki/der-write.ts'
export * from './pki/algorithms.ts'
export * from './pki/certificate-files.ts'
export { type Certificate, isValidAt, parseCertificate, sameCertificate } from './pki/certificate.ts'
export * from './pki/chain.ts'
export * from './pki/cms.ts'
export * from './pki/cms-build.ts'
export * from './pki/cms-check.ts'
export * from './pki/crl.ts'
export { type DigestName, digestOf, fingerprintOf, type Hashing, hashing } from './pki/digests.ts'
export { type KeyUsage, PURPOSE } from './pki/extensions.ts'
export { type DistinguishedName, type NameField, sameName, writeName } from './pki/names.ts'
export * from './pki/ocsp.ts'
export { isForSigning } from './pki/purpose.ts'
export * from './pki/raw-signature.ts'
export { buildSigningRequest } from './pki/request-build.ts'
export * from './pki/revocation.ts'
export * from './pki/timestamp.ts'
export { verifySignature } from './pki/verify-signature.ts'
export { verifyMessage } from './messages/verify.ts'
export { PdfFile } from './pdf/file.ts'
export type { WriteWords } from './pdf/field-picture.ts'
export { flattened } from './pdf/flatten.ts'
export { pageBox, type PageBox } from './pdf/page-box.ts'
export { resolutionOf } from './pdf/resolution.ts'
export { fill, type Place, type Reserved, reserve } from './pdf/form.ts'
export { Dict, dict, Name, name, nameOf, numberOf, type PdfObject, Ref, Str, Stream, textOf } from './pdf/objects.ts'
export {
  addValidationData,
  contentsDigits,
  eachCovered,
  pdfDate,
  type Prepared,
  prepareSignature,
  type SignatureWish,
  withSignature,
} from './pdf/signature.ts'
export { bytesSource, eachChunk, prefixOf, type Source } from './pdf/source.ts'
export { importPage, Update } from './pdf/update.ts'
export type { Change } from './verify/change.ts'
export { changesBetween } from './verify/changes.ts'
export { addedSignature, type WantedSignature } from './verify/added.ts'
export { REASONS, type Report, type SignatureReport, type Verdict, worstOf } from './verify/report.ts'
export { isOnlyCompleted } from './verify/completed.ts'
export { refuseWorse } from './verify/kept.ts'
export { verifyPdf, type VerifyOptions } from './verify/pdf.ts'
export {
  fillPdf,
  findSignature,
  imprintOf,
  isSignedOver,
  type PdfSigner,
  preparePdf,
  signPdf,
  type SignPdf,
  stampedContents,
  withDocumentTimestamp,
  withValidationData,
} from './pdf/sign.ts'
export * from './pki/answers-build.ts'
export * from './pki/certificate-build.ts'
export { pageOfImage } from './pdf/image-page.ts'
export { type Laid, laidPlace, type Laying, layPage } from './pdf/lay-page.ts'
