import { checkTimestamp, parseTimestampToken } from '#server/signatures/index.ts'

/** Why a timestamp (RFC 3161) does not vouch for an anchor; its chain to a root is judged by whoever reads it. */
export async function tokenFault(token: Uint8Array, imprint: Uint8Array): Promise<string | undefined> {
  try {
    const { status, problems } = await checkTimestamp(parseTimestampToken(token), () => imprint)
    return status === 'good' ? undefined : problems.join(', ') || status
  } catch (error) {
    return (error as Error).message
  }
}
