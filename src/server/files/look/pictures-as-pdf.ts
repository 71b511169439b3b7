/** A PDF of one page a picture, each as wide as an A4 page in its direction. */
export function picturesAsPdf(pages: { width: number; height: number; jpeg: Uint8Array; grey: boolean }[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  const places: number[] = []
  let length = parts[0]!.length
  const write = (bytes: Uint8Array) => {
    parts.push(Buffer.from(bytes))
    length += bytes.length
  }
  const object = (head: string, stream?: Uint8Array) => {
    places.push(length)
    write(Buffer.from(`${places.length} 0 obj\n${head}\n`))
    if (stream) {
      write(Buffer.from('stream\n'))
      write(stream)
      write(Buffer.from('\nendstream\n'))
    }
    write(Buffer.from('endobj\n'))
  }
  const kids = pages.map((_, at) => `${3 + at * 3} 0 R`).join(' ')
  object('<< /Type /Catalog /Pages 2 0 R >>')
  object(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`)
  for (const [at, { width, height, jpeg, grey }] of pages.entries()) {
    const [wide, high] =
      width > height ? [842, Math.round((842 * height) / width)] : [595, Math.round((595 * height) / width)]
    const first = 3 + at * 3
    object(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${wide} ${high}] /Contents ${first + 1} 0 R /Resources << /XObject << /P ${first + 2} 0 R >> >> >>`,
    )
    const draw = Buffer.from(`q ${wide} 0 0 ${high} 0 0 cm /P Do Q`)
    object(`<< /Length ${draw.length} >>`, draw)
    object(
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /Device${grey ? 'Gray' : 'RGB'} /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`,
      jpeg,
    )
  }
  const table = length
  const lines = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  write(
    Buffer.from(
      `xref\n0 ${places.length + 1}\n0000000000 65535 f \n${lines}trailer\n<< /Size ${places.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}
