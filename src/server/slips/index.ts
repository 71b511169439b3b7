export { type BookPeriod, setBook } from './set-book.ts'
export { FormGeneration, type Slip, SLIP_TITLE, SlipKind } from './schema.ts'
export { findSlipOfPaper } from './queries.ts'
export { decideSlip, setSlip } from './set-slip.ts'
