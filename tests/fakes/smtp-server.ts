import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A message as it went over the wire. */
export type Mail = { from: string; to: string; data: string }

/** How the server behaves. `cutAfterData`: it has taken the message and the connection breaks before its answer. */
export type SmtpMood = 'well' | 'busy' | 'refuses-recipient' | 'cut-after-data' | 'cut-at-once'

export type FakeSmtp = { url: string; mood: SmtpMood; taken: Mail[]; connections: number; close: () => Promise<void> }

/** An SMTP server (RFC 5321) that takes mail and keeps it in memory. */
export async function openFakeSmtp(): Promise<FakeSmtp> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    fake.connections += 1
    if (fake.mood === 'cut-at-once') return void socket.destroy()
    speak(socket, fake)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const fake: FakeSmtp = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ mood: 'well', taken: [], connections: 0 },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
  return fake
}

function speak(socket: Socket, fake: FakeSmtp) {
  let mail: Mail = { from: '', to: '', data: '' }
  let body: string[] | undefined
  let buffered = ''
  const say = (line: string) => void socket.write(`${line}\r\n`)
  const addressIn = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? ''

  const command = (line: string) => {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'EHLO' || verb === 'HELO') say('250 fake.invalid')
    else if (verb === 'MAIL') {
      mail = { from: addressIn(line), to: '', data: '' }
      say(fake.mood === 'busy' ? '451 4.3.0 Come back later' : '250 2.1.0 Ok')
    } else if (verb === 'RCPT') {
      mail.to = addressIn(line)
      say(fake.mood === 'refuses-recipient' ? '550 5.1.1 No such user here' : '250 2.1.5 Ok')
    } else if (verb === 'DATA') {
      body = []
      say('354 End with a dot')
    } else if (verb === 'RSET' || verb === 'NOOP') say('250 2.0.0 Ok')
    else if (verb === 'QUIT') {
      say('221 2.0.0 Bye')
      socket.end()
    } else say('500 5.5.2 Unknown')
  }

  const inBody = (line: string) => {
    if (line !== '.') return void body!.push(line.replace(/^\./, ''))
    fake.taken.push({ ...mail, data: body!.join('\r\n') })
    body = undefined
    if (fake.mood === 'cut-after-data') return void socket.destroy()
    say('250 2.0.0 Queued')
  }

  socket.on('data', (chunk) => {
    buffered += chunk.toString('utf8')
    const lines = buffered.split('\r\n')
    buffered = lines.pop()!
    for (const line of lines)
      if (body) inBody(line)
      else command(line)
  })
  say('220 fake.invalid ESMTP')
}

/** The header and the text of a mail as its reader sees them. */
export function readMail({ data }: Mail): { subject: string; text: string; messageId: string } {
  const at = data.indexOf('\r\n\r\n')
  const head = data.slice(0, at).replace(/\r\n[ \t]+/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? ''
  const words = header('Subject').replace(/\?=\s+=\?/g, '?==?')
  const subject = words.replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
    kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString('utf8') : quoted(text.replaceAll('_', ' ')),
  )
  const body = data.slice(at + 4)
  const coding = header('Content-Transfer-Encoding').toLowerCase()
  const text =
    coding === 'base64'
      ? Buffer.from(body, 'base64').toString('utf8')
      : coding === 'quoted-printable'
        ? quoted(body.replaceAll('=\r\n', ''))
        : body
  return { subject, text: text.trimEnd(), messageId: header('Message-ID') }
}

const quoted = (text: string) =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')
