import { randomUUID } from 'node:crypto'

/** A UUID version 7 (RFC 9562) of an instant: ids sort by time of making, so new rows stand together in an index. What follows the time is that of a random UUID. */
export function newId(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
