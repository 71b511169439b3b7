import { type ChildProcess, spawn } from 'node:child_process'
import { PROJECT } from '#server/platform/settings.ts'

export type Program = {
  child: ChildProcess
  /** The address it prints, or the end of the wait for it. */
  ready: Promise<string>
  ended: Promise<number | null>
  out: () => string
  err: () => string
}

/** One of the programs as the system starts it, until it says that it is ready; its environment is only what is given. */
export function startProgram(
  file: string,
  env: Record<string, string>,
  as: { cwd?: string; uid?: number; gid?: number; project?: string } = {},
): Program {
  const { project = PROJECT, cwd = project, ...user } = as
  const child = spawn(process.execPath, [`${project}${file}`], {
    cwd,
    ...user,
    env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const address = /Đình is ready at (\S+)/.exec(out)?.[1]
      if (address) resolve(address)
    })
    child.once('close', () => reject(new Error(err || out)))
  })
  ready.catch(() => {})
  return { child, ready, ended, out: () => out, err: () => err }
}
