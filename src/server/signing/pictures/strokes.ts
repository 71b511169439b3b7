/**
 * A signature drawn of a name for the demonstration, where nobody has uploaded one: joined strokes like handwriting, the same for the same
 * name. It proves nothing and imitates nobody.
 */
export function strokesOf(name: string): string {
  const letters = [...name.normalize('NFD').replace(/\p{M}/gu, '')].filter((each) => /\p{L}/u.test(each))
  let seed = [...name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.codePointAt(0)!) >>> 0, 7)
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }
  const last = name.trim().split(/\s+/).at(-1)?.length ?? 4
  let [x, y] = [12, 52]
  const parts = [`M${x} ${y}`]
  const to = (dx: number, dy: number, bend: number) => {
    const [tx, ty] = [x + dx, Math.min(74, Math.max(10, y + dy))]
    parts.push(
      `C${(x + dx * 0.1).toFixed(1)} ${(y - bend).toFixed(1)} ${(tx - dx * 0.6).toFixed(1)} ${(ty + bend * 0.7).toFixed(1)} ${tx.toFixed(1)} ${ty.toFixed(1)}`,
    )
    ;[x, y] = [tx, ty]
  }
  to(16, -34, 30 + random() * 14)
  to(-9, 40, -12)
  const step = Math.min(11, 110 / Math.max(4, letters.length))
  for (const [at, letter] of letters.slice(0, 14).entries()) {
    const isTall = 'bdfhklt'.includes(letter.toLowerCase())
    const isDeep = 'gjpqy'.includes(letter.toLowerCase())
    const height = (isTall ? 26 : isDeep ? -20 : 9) * (at >= letters.length - last ? 1.2 : 0.8)
    to(step * 0.6, -height, 6 + random() * 8)
    to(step * (0.3 + random() * 0.3), height + (random() - 0.55) * 5, -4 - random() * 8)
  }
  to(26 + random() * 10, -14, 22)
  to(-118, 30, -8 + random() * 4)
  to(128, -12, 9)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 170 84"><path d="${parts.join(' ')}" fill="none" stroke="#1d3fae" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/></svg>`
}
