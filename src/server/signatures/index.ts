export { FormatFault } from './format-fault.ts'
export * as derWrite from './pki/der-write.ts'
