import type { Db } from '#server/platform/call.ts'
import { type SignPdf, signPdf, verifySignature } from '#server/signatures/index.ts'
import { refusingFaults } from './format-refusals.ts'
import { appended, nodeHash, storedSource, storeSigned } from './paper-file.ts'
import { withPlaces } from './places.ts'
import type { Signer, SigningHouse } from './schema.ts'
import type { Turn } from './turn.ts'

export type Looks = Pick<SignPdf, 'picture' | 'fills' | 'certify' | 'lock' | 'reason' | 'location'>

/** Signs the file of a paper in its place and keeps the new file beside the old one; no row names it yet. Gives its SHA-256. */
export async function writeSignature(
  db: Db,
  house: SigningHouse,
  { paper, places, place }: Pick<Turn, 'paper' | 'places' | 'place'>,
  signer: Signer,
  looks: Looks,
  at: Date,
): Promise<string> {
  const stored = await storedSource(house.dataDir, paper.fileSha256)
  try {
    return await refusingFaults(async () => {
      const source = await withPlaces(stored, places)
      const { increment } = await signPdf({
        ...{ source, signer: checked(signer), field: place.name, place, at, newHash: nodeHash },
        ...looks,
      })
      const files = { before: stored, after: appended(source, increment) }
      return (await storeSigned(db, house.dataDir, files, at)).sha256
    })
  } finally {
    await stored.close()
  }
}

/** A signature value that does not fit its certificate never gets into a paper: a token with another key, a service that errs. */
const checked = (signer: Signer): Signer => ({
  ...signer,
  sign: async (toBeSigned) => {
    const signature = await signer.sign(toBeSigned)
    const { spki } = signer.certificate
    const outcome = await verifySignature({ algorithm: signer.algorithm, spki, data: toBeSigned, signature })
    if (outcome !== 'good') throw new Error(`the key does not belong to certificate ${signer.certificate.serial}`)
    return signature
  },
})
