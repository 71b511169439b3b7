import { createRequire } from 'node:module'

type Picture = {
  get_width(): number
  get_height(): number
  is_primary(): boolean
  display(
    into: { data: Uint8ClampedArray; width: number; height: number },
    done: (result: { data: Uint8ClampedArray } | null) => void,
  ): void
  free(): void
}
type Library = { HeifDecoder: new () => { decode(bytes: Uint8Array): Picture[] } }

let library: Library | undefined
/**
 * libheif (LGPL-3.0) is loaded here alone, unchanged, from its own package `libheif-js` in node_modules: whoever wants another build puts it
 * there, or names it by LIBHEIF_JS.
 */
const libheif = () =>
  (library ??= createRequire(import.meta.url)(process.env.LIBHEIF_JS ?? 'libheif-js/wasm-bundle.js') as Library)

/** The points of the main picture of a HEIF file, turned as it says. @throws Error when it cannot be read, or has more points than `most`. */
export async function heifPixels(bytes: Uint8Array, most: number) {
  const pictures = new (libheif().HeifDecoder)().decode(bytes)
  const picture = pictures.find((each) => each.is_primary()) ?? pictures[0]
  if (!picture) throw new Error('no picture in this file')
  const [width, height] = [picture.get_width(), picture.get_height()]
  if (width * height === 0 || width * height > most) throw new Error('too many points')
  const into = { data: new Uint8ClampedArray(width * height * 4), width, height }
  const shown = await new Promise<{ data: Uint8ClampedArray }>((resolve, reject) =>
    picture.display(into, (result) => (result ? resolve(result) : reject(new Error('the picture cannot be decoded')))),
  )
  for (const each of pictures) each.free()
  return { pixels: shown.data, width, height }
}
