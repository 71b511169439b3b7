import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Setters, setTemplate } from '#server/papers/index.ts'
import { seededTemplates } from '../seeds/papers.ts'

/**
 * `npm run papers:measure -- --documents 5000`: milliseconds of CPU of a one-page paper when warm, receipts in a minute with two setters, and the
 * memory of program and setters over many documents. One JSON object on standard output. Linux only: it reads /proc.
 */
const { values } = parseArgs({ options: { documents: { type: 'string', default: '5000' } } })
const template = seededTemplates().find((each) => each.key === 'tt-01-2018/01')!
const at = new Date()
const receipt = (setters: Setters, turn: number) =>
  setTemplate(
    template,
    { ...template.example, number: `${String(turn).padStart(4, '0')}/BPTNTKQ`, code: `000.14.14.H25-260305-${turn}` },
    { origin: 'https://dinh.example', code: 'ABCDEFGHJKLM', at, setters },
  )

const TICK_MS = 10
const cpuMs = (pid: number) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}
const residentMb = (pid: number) => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

async function warmCpu() {
  const setters = new Setters({ children: 1, documents: 100_000, bytes: 4e9 })
  for (let turn = 0; turn < 30; turn += 1) await receipt(setters, turn)
  const [pid] = setters.pids
  const [before, own] = [cpuMs(pid!), process.cpuUsage()]
  for (let turn = 0; turn < 200; turn += 1) await receipt(setters, turn)
  const [child, { user, system }] = [(cpuMs(pid!) - before) / 200, process.cpuUsage(own)]
  setters.stop()
  return { setterCpuMsPerPage: child, programCpuMsPerPage: (user + system) / 1000 / 200 }
}

async function many(documents: number) {
  const setters = new Setters()
  let [turn, program, child] = [0, 0, 0]
  const started = performance.now()
  const work = async () => {
    while (turn < documents) {
      turn += 1
      if (turn % 50 === 0) {
        child = Math.max(child, ...setters.pids.map(residentMb))
        program = Math.max(program, residentMb(process.pid))
      }
      await receipt(setters, turn)
    }
  }
  await Promise.all([work(), work(), work(), work()])
  const minutes = (performance.now() - started) / 60_000
  setters.stop()
  const memory = { largestSetterMb: child, programMb: program, settersStarted: setters.started }
  return { documents, perMinute: documents / minutes, ...memory }
}

const round = (figures: Record<string, number>) =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(value * 10) / 10]))
const figures = { ...(await warmCpu()), ...(await many(Number(values.documents))) }
process.stdout.write(`${JSON.stringify(round(figures))}\n`)
