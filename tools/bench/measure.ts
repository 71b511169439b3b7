import { readdirSync, readFileSync } from 'node:fs'

export type Line = {
  operation: string
  perSecond: number
  p50Ms: number
  p95Ms: number
  cpuMsPerOperation: number
  ranOut?: true
}

const TICK = 10
/** CPU milliseconds so far of some processes, from /proc. */
function cpuOf(pids: readonly number[]): number {
  let ticks = 0
  for (const pid of pids)
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')
      ticks += Number(fields[11]) + Number(fields[12])
    } catch {
      continue
    }
  return ticks * TICK
}
const commandAndParent = (pid: string): [string, number] => {
  try {
    const [, command = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return [command, Number(rest.split(' ')[1])]
  } catch {
    return ['', 0]
  }
}
const listPids = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name))
/** A program and its own children: those that look at files and set papers. */
export const programPids = (pid: number): number[] => [
  pid,
  ...listPids()
    .filter((other) => commandAndParent(other)[1] === pid)
    .map(Number),
]
/** The processes of the private PostgreSQL of a data folder; with `DATABASE_URL`, every PostgreSQL process of the machine. */
export function databasePids({
  dataDir,
  databaseUrl,
}: {
  dataDir: string
  databaseUrl?: string | undefined
}): number[] {
  const all = listPids()
  if (databaseUrl) return all.filter((pid) => commandAndParent(pid)[0].startsWith('postgres')).map(Number)
  const first = Number(readFileSync(`${dataDir}/pg18/postmaster.pid`, 'utf8').split('\n')[0])
  return all.map(Number).filter((pid) => pid === first || commandAndParent(String(pid))[1] === first)
}

const quantile = (sorted: readonly number[], share: number) =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!

/**
 * Runs an operation with so many clients for some seconds, several times, and gives the medians. One goes before, uncounted: what is read
 * once after a start (the catalogue of the search) is no cost of the operation. `once` answers false when there is no more to do; then the
 * line says `ranOut`, since figures of a few operations are none.
 */
export async function measureRuns(
  { seconds: SECONDS, runs: RUNS }: { seconds: number; runs: number },

  operation: string,
  clients: number,
  pids: () => number[],
  once: (turn: number) => Promise<unknown>,
): Promise<Line> {
  const results: Line[] = []
  let ranOut = (await once(999_983)) === false
  for (let run = 0; run < RUNS; run += 1) {
    const times: number[] = []
    const before = pids()
    const cpu = cpuOf(before)
    const started = performance.now()
    const end = started + SECONDS * 1000
    let turn = run * 1_000_000
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() < end) {
          const from = performance.now()
          if ((await once((turn += 1))) === false) {
            ranOut = true
            return
          }
          times.push(performance.now() - from)
        }
      }),
    )
    const seconds = (performance.now() - started) / 1000
    const used = cpuOf(pids()) - cpu
    times.sort((a, b) => a - b)
    results.push({
      operation,
      perSecond: Math.round(times.length / seconds),
      p50Ms: quantile(times, 0.5),
      p95Ms: quantile(times, 0.95),
      cpuMsPerOperation: Math.round((used / Math.max(1, times.length)) * 100) / 100,
    })
  }
  const of = (name: 'perSecond' | 'p50Ms' | 'p95Ms' | 'cpuMsPerOperation') => median(results.map((each) => each[name]))
  const line: Line = {
    operation,
    perSecond: of('perSecond'),
    p50Ms: of('p50Ms'),
    p95Ms: of('p95Ms'),
    cpuMsPerOperation: of('cpuMsPerOperation'),
  }
  if (ranOut) line.ranOut = true
  process.stderr.write(
    `${operation}: ${line.perSecond}/s, p50 ${line.p50Ms} ms, p95 ${line.p95Ms} ms, ${line.cpuMsPerOperation} CPU-ms${ranOut ? ' (nothing was left to do: generate more dossiers)' : ''}\n`,
  )
  return line
}
