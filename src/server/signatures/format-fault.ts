/**
 * A file, message or token that is not what its format wants. Thrown by this room alone; acts turn it into a refusal or a verdict.
 * `code` is a short word (`pdf.no-xref`, `cms.not-signed-data`); the message is for logs, in English, without content of the file.
 */
export class FormatFault extends Error {
  readonly code: string
  constructor(code: string, message: string = code) {
    super(message)
    this.name = 'FormatFault'
    this.code = code
  }
}
