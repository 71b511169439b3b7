import { z } from 'zod'
import { FieldPath } from './vocabulary.ts'

/** Which answers name the owner of the dossier (chủ hồ sơ). */
export const OwnerFields = z.strictObject({
  kind: z.enum(['person', 'household', 'enterprise', 'agency']),
  name: FieldPath,
  identityPaper: FieldPath.optional(),
  identityNumber: FieldPath.optional(),
  birth: FieldPath.optional(),
  commune: FieldPath.optional(),
  address: FieldPath.optional(),
  phone: FieldPath.optional(),
  taxCode: FieldPath.optional(),
})
