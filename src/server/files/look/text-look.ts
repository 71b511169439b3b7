import { LEAST_LETTERS, lettersIn, refusedAs, type Seen, seenAs } from './seen.ts'

/** Words that stand in programs and pages, not in papers; a text that has them in this shape is not taken. */
const PROGRAM = [
  /^\s*@?echo\s+(off|on)\b/im,
  /^#!/,
  /^\s*<\?php/i,
  /^\s*(?:windows registry editor|regedit4)\b/i,
  /^\s*\[(?:internetshortcut|autorun|shellclasses|\.shellclassinfo)\]/im,
  /\b(?:wscript\.|createobject\s*\(|activexobject|invoke-expression|set-executionpolicy|downloadstring|new-object\s+(?:net|system)\.)/i,
  /\b(?:powershell|mshta|regsvr32|rundll32|certutil|bitsadmin)(?:\.exe)?\s+[-/\\"']/i,
  /\bcmd(?:\.exe)?\s+\/[ck]\b/i,
]
const PAGE = /<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe|object|embed|meta|link|form|img)\b|javascript:/i
const COMMAND =
  /^\s*(?:@?(?:del|erase|format|rmdir|rd|copy|xcopy|move|ren|start|call|set|net|sc|reg|taskkill|attrib|shutdown|goto|pause|cls|cd|curl|wget|rm|sudo|chmod)\b(?:\s+[-/%*"'.\\a-z0-9]|\s*$)|:[a-z]\w*\s*$|%\w+%)/i

/** A text of which every line is a command. */
const isCommands = (text: string) => {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return lines.length > 0 && lines.slice(0, 200).every((line) => COMMAND.test(line))
}

export const isProgramText = (text: string) =>
  PROGRAM.some((each) => each.test(text)) || PAGE.test(text) || isCommands(text)

/** The text of bytes in UTF-8 or UTF-16 (with or without its mark), or undefined when they are none; `as8` says that it was UTF-8. */
export function textOfBytes(bytes: Uint8Array): { text: string; as8: boolean } | undefined {
  const [a, b] = bytes
  const marked = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined
  const sample = bytes.subarray(0, 2000)
  const zeros = (odd: number) => sample.filter((byte, at) => byte === 0 && at % 2 === odd).length
  const guessed =
    zeros(1) * 3 > sample.length / 2 ? 'utf-16le' : zeros(0) * 3 > sample.length / 2 ? 'utf-16be' : 'utf-8'
  const encoding = marked ?? guessed
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) return undefined
    return { text, as8: encoding === 'utf-8' }
  } catch {
    return undefined
  }
}

/** The words of an RTF file: control words and groups without text left out, \uN and \'xx read. */
const wordsOfRtf = (text: string) =>
  text
    .replace(
      /\{\\(?:\*\\)?(?:fonttbl|colortbl|stylesheet|info|generator|pict|listtable|rsidtbl)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g,
      '',
    )
    .replace(/\\u(-?\d+)\s?\??/g, (_, code: string) => String.fromCharCode((Number(code) + 65_536) % 65_536))
    .replace(/\\'([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\[a-z]+-?\d*\s?/gi, ' ')
    .replace(/[{}\\]/g, '')

/** RTF: taken when it has words or a picture and no object that another program would run. */
export function lookAtRtf(bytes: Uint8Array): Seen {
  const text = new TextDecoder('latin1').decode(bytes)
  if (/\\(?:object|objdata|objupdate|objclass|objautlink|field\b[^}]*\bDDE)/i.test(text))
    return refusedAs('unsafe-inside', 'rtf')
  const opened = text.replaceAll(/\\[{}\\]/g, '').match(/\{/g)?.length ?? 0
  const closed = text.replaceAll(/\\[{}\\]/g, '').match(/\}/g)?.length ?? 0
  if (opened === 0 || opened > closed) return refusedAs('damaged', 'rtf')
  if (lettersIn(wordsOfRtf(text)) < LEAST_LETTERS && !text.includes('\\pict')) return refusedAs('too-little', 'rtf')
  return seenAs('rtf', 'application/rtf', { risky: true })
}

/** Plain text and XML (an electronic invoice is XML); what is not UTF-8 becomes UTF-8 to be read. */
export function lookAtText(bytes: Uint8Array): Seen {
  const read = textOfBytes(bytes)
  if (!read) return refusedAs('kind-unknown')
  const { text, as8 } = read
  if (text.trim() === '') return refusedAs('blank', 'text')
  if (isProgramText(text)) return refusedAs('program', 'text')
  const isXml = /^\uFEFF?\s*<\?xml\b/.test(text)
  if (isXml && /<!(?:doctype|entity)\b|<\?xml-stylesheet\b|www\.w3\.org\/(?:1999\/xhtml|2000\/svg)/i.test(text))
    return refusedAs('program', 'xml')
  if (lettersIn(isXml ? text.replaceAll(/<[^>]*>/g, ' ') : text) < LEAST_LETTERS) return refusedAs('too-little', 'text')
  const rendition = as8 ? null : { bytes: new TextEncoder().encode(text), mediaType: 'text/plain' }
  return isXml ? seenAs('xml', 'application/xml', { rendition }) : seenAs('text', 'text/plain', { rendition })
}
