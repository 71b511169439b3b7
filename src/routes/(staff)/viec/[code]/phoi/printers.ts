/** The printer without calibration: words stand where the template says. */
export const NO_PRINTER = 'khong-hieu-chinh'
/** The printer a form or an address names; none when it is not calibrated. */
export const printerOf = (given: string | null) => (given && given !== NO_PRINTER ? given.slice(0, 80) : null)
const millimetres = (value: number) => value.toLocaleString('vi-VN')

/** "Máy in một cửa (sang phải 1,5 mm, xuống 2 mm)". */
export function printerWords({ name, x, y }: { name: string; x: number; y: number }): string {
  const moves = [
    x === 0 ? '' : `${x < 0 ? 'sang trái' : 'sang phải'} ${millimetres(Math.abs(x))} mm`,
    y === 0 ? '' : `${y < 0 ? 'lên' : 'xuống'} ${millimetres(Math.abs(y))} mm`,
  ].filter(Boolean)
  return `${name} (${moves.join(', ') || 'in đúng chỗ'})`
}

/** "KS 012001" as series and serial. */
export function serialOf(words: string): { series: string; serial: number } {
  const [, series = '', figures = ''] = /^(.*) (\d+)$/.exec(words.trim()) ?? []
  return { series, serial: Number(figures) }
}
