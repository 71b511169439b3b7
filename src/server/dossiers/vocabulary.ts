import { z } from 'zod'

/** Trạng thái hồ sơ. The database checks the same list. */
export const DossierState = z.enum([
  'filed',
  'completing',
  'declined',
  'transferred',
  'withdrawn',
  'accepted',
  'processing',
  'supplementing',
  'paying',
  'stopped',
  'settled',
  'returned',
])
export type DossierState = z.infer<typeof DossierState>

export const FilingChannel = z.enum(['online', 'counter', 'post'])
export type FilingChannel = z.infer<typeof FilingChannel>

/** Whether the citizen filed alone, was assisted, or an official filed on behalf: so that "online" figures are honest. */
export const FiledHow = z.enum(['alone', 'assisted', 'on-behalf'])
export type FiledHow = z.infer<typeof FiledHow>
