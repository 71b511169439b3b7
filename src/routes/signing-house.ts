export { theSigningHouse } from '#server/signing/index.ts'
