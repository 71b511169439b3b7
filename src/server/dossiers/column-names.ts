import { own, put } from '#own-keys'
/** Names of columns are few and come with every row: each is turned once. */
const turned = (turn: (name: string) => string) => {
  const known = new Map<string, string>()
  return (name: string) => {
    let other = known.get(name)
    if (other === undefined) known.set(name, (other = turn(name)))
    return other
  }
}
const camel = turned((name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()))
export const snake = turned((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))

/** A row with its columns named as the modules name them. */
export const camelRow = (row: Record<string, unknown>) => {
  const renamed: Record<string, unknown> = {}
  for (const name in row) put(renamed, camel(name), own(row, name))
  return renamed
}
