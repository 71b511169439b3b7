import { code128Widths } from '../code-128.ts'

/** The bars of a text as one path, 50 high, with a quiet zone of ten modules each side. */
export function code128Bars(text: string): { path: string; width: number } {
  let x = 10
  let path = ''
  code128Widths(text).forEach((width, at) => {
    if (at % 2 === 0) path += `M${x} 5h${width}v50h-${width}z`
    x += width
  })
  return { path, width: x - 10 }
}
