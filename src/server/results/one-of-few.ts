/**
 * Signing inside a transaction needs a second connection for the tries of the PIN: were all connections held by such acts, each would wait
 * for the others for ever. So only a few of them run at once in one program; the rest wait here, holding nothing.
 */
const FEW = 3
let running = 0
const waiting: (() => void)[] = []

export async function oneOfFew<T>(work: () => Promise<T>): Promise<T> {
  if (running >= FEW) await new Promise<void>((go) => void waiting.push(go))
  else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
