import { own } from '#own-keys'
import { createHash } from 'node:crypto'

/** One card to print: the serial of the blank and the data of its paper. */
export type Card = { serial: string; data: Readonly<Record<string, string>> }
/** A batch for the card printer. `sha256` is over the lines, so that the printing house and we can say the same batch. */
export type CardBatch = { json: string; csv: string; sha256: string; count: number }

/** A cell of CSV (RFC 4180); what a spreadsheet would take for a formula is set off with an apostrophe. */
const cell = (value: string) => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/**
 * Dữ liệu in thẻ (cards such as giấy phép lái xe are printed by machine, not set as PDF): JSON and CSV of the same batch in the order of the
 * serials, each card with a checksum over its own data, the batch with one over all. A serial stands once.
 */
export function cardData(
  cards: readonly Card[],
  fields: readonly string[],
  { batch, at }: { batch: string; at: Date },
): CardBatch {
  const serials = new Set(cards.map((each) => each.serial))
  if (serials.size !== cards.length) throw new Error(`batch ${batch}: a serial stands twice`)
  const lines = cards
    .toSorted((a, b) => (a.serial < b.serial ? -1 : 1))
    .map(({ serial, data }) => {
      const values = Object.fromEntries(fields.map((key) => [key, own(data, key) ?? '']))
      const checksum = createHash('sha256')
        .update(JSON.stringify([serial, values]))
        .digest('hex')
      return { serial, ...values, checksum } as Record<string, string>
    })
  const sha256 = createHash('sha256').update(JSON.stringify(lines)).digest('hex')
  const json = JSON.stringify({ batch, at: at.toISOString(), count: lines.length, sha256, cards: lines }, null, 2)
  const columns = ['serial', ...fields, 'checksum']
  const csv = [columns, ...lines.map((line) => columns.map((key) => cell(own(line, key)!)))]
    .map((row) => row.join(','))
    .join('\r\n')
  return { json, csv: `\uFEFF${csv}\r\n`, sha256, count: lines.length }
}
