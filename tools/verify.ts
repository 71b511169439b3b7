import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type CheckedFile, checkFile, demonstrationRoot } from '#server/certificates/index.ts'
import { readSettings } from '#server/platform/settings.ts'
import { type Certificate, readCertificates } from '#server/signatures/index.ts'

/**
 * `npm run verify -- [--json] [--demonstration] [--trust root.pem …] file…`: the verdict on every file, a line of JSON each with `--json`.
 * Needs no running program. Exit code 2 for a faulty call only; a verdict is an answer, not a failure.
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

for (const file of files) {
  if (!existsSync(file)) {
    process.stderr.write(`${file} is not there.\n`)
    process.exitCode = 2
    continue
  }
  const checked = await checkFile({ path: file, anchors: anchors.map((each) => each.der), now: new Date() }).catch(
    (error: unknown) => {
      process.stderr.write(`${file}: ${error instanceof Error ? error.message : String(error)}\n`)
      process.exitCode = 2
      return undefined
    },
  )
  if (checked) process.stdout.write(values.json ? `${JSON.stringify({ file, ...checked })}\n` : words(file, checked))
}
