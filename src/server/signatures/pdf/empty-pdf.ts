/** A file without pages, to be filled: its catalogue is object 1, its page tree object 2. */
export function emptyPdf(): Uint8Array {
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[]/Count 0>>']
  let words = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n'
  const offsets = objects.map((each, at) => {
    const offset = words.length
    words += `${at + 1} 0 obj\n${each}\nendobj\n`
    return offset
  })
  const rows = offsets.map((each) => `${String(each).padStart(10, '0')} 00000 n \n`).join('')
  const start = words.length
  words += `xref\n0 3\n0000000000 65535 f \n${rows}trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`
  return Uint8Array.from(words, (letter) => letter.codePointAt(0)!)
}
