/** Seconds of one time step (RFC 6238). */
const STEP = 30

export const stepOf = (at: Date) => Math.floor(at.getTime() / 1000 / STEP)
