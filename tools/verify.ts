import { readFileSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type CheckedFile, checkFile, demonstrationRoot } from '#server/certificates/index.ts'
import { readSettings } from '#server/platform/settings.ts'
import { type Certificate, readCertificates } from '#server/signatures/index.ts'

/**
 * `npm run verify -- [--json] [--demonstration] [--trust root.pem …] file…`: the verdict on every file, a line of JSON each with `--json`.
 * Every file gets its line, in order. Needs no running program. Exit code 2 for a faulty call or a file that could not be read; a verdict is
 * an answer, not a failure.
 */
const USAGE = 'npm run verify -- [--json] [--demonstration] [--trust root.pem]… file…\n'
process.on('SIGINT', () => process.exit(130))

function usage(sentence: string): never {
  process.stderr.write(`${sentence}\n${USAGE}`)
  process.exit(2)
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        demonstration: { type: 'boolean' },
        trust: { type: 'string', multiple: true },
      },
    })
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error))
  }
}

const { values, positionals: files } = readArguments()
if (files.length === 0) usage('No file is named.')

const anchors: Certificate[] = []
for (const path of values.trust ?? [])
  try {
    anchors.push(...(await readCertificates(new Uint8Array(readFileSync(path)))))
  } catch (error) {
    usage(`--trust ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
if (values.demonstration) {
  const { dataDir } = readSettings()
  const root = demonstrationRoot(dataDir)
  if (root) anchors.push(root)
  else
    process.stderr.write(
      `${dataDir} has no demonstration authority yet, so nothing of it is trusted and its papers come out UNKNOWN. ` +
        'Set DATA_DIR to the folder of the program or of papers:sample that signed them; either makes one on first use.\n',
    )
}

function words(file: string, { verdict, fault, signatures }: CheckedFile): string {
  const lines = [`${verdict}  ${file}${fault ? `\n  ${fault}` : ''}`]
  for (const each of signatures) {
    lines.push(
      `  ${each.verdict}  ${each.kind === 'timestamp' ? 'dấu thời gian' : each.signer || each.field} (${each.level})`,
    )
    lines.push(`    ${each.reason}`)
    for (const later of each.later) lines.push(`    Sau đó: ${later}`)
  }
  return `${lines.join('\n')}\n`
}

/** A name that is not a file with bytes of its own (a folder, a pipe, a device, nothing) is not read: it could keep us waiting for ever. */
function notAFile(path: string): string | null {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (!entry) return 'Không có tệp này.'
  return entry.isFile() ? null : 'Đây là thư mục hoặc thiết bị, không phải một tệp.'
}

const unread = (fault: string): CheckedFile => ({ kind: 'pdf', verdict: 'UNKNOWN', fault, pages: null, signatures: [] })

for (const file of files) {
  const fault = notAFile(file)
  const checked = fault
    ? unread(fault)
    : await checkFile({ path: file, anchors: anchors.map((each) => each.der), now: new Date() }).catch(
        (error: unknown) => unread(`Không đọc được tệp: ${error instanceof Error ? error.message : String(error)}`),
      )
  if (checked.kind === 'pdf' && checked.fault?.startsWith('Không đọc được tệp')) process.exitCode = 2
  if (fault) {
    process.exitCode = 2
    process.stderr.write(`${file}: ${fault}\n`)
  }
  process.stdout.write(values.json ? `${JSON.stringify({ file, ...checked })}\n` : words(file, checked))
}
