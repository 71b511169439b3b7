import { FormatFault } from './format-fault.ts'

const LONGEST_MS = 20_000

/**
 * Reads a foreign file within twenty seconds where the reader has no thread of its own: work is bounded by the budget of the file, and this
 * bounds the wait of whoever asked. @throws FormatFault `pdf.too-slow`.
 */
export async function inTime<T>(work: Promise<T>, longest = LONGEST_MS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new FormatFault('pdf.too-slow', 'the file takes too long to read')), longest)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
