import { createHash, type KeyObject, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ForeignWish, foreignSigned } from './foreign-writer.ts'

/** A text frame of a server (RFC 6455, 5.2); answers of the agent are short. */
function frame(text: string): Buffer {
  const body = Buffer.from(text, 'utf8')
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, 0, 0])
  if (body.length >= 126) head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

/** The text of a masked frame of a browser, once all of it is there. */
function textOfFrame(bytes: Buffer): string | undefined {
  if (bytes.length < 6 || (bytes[0]! & 0x0f) !== 1) return undefined
  const short = bytes[1]! & 0x7f
  const at = short === 126 ? 4 : 2
  const length = short === 126 ? bytes.readUInt16BE(2) : short
  const from = at + 4
  if (bytes.length < from + length) return undefined
  const mask = bytes.subarray(at, from)
  return Buffer.from(bytes.subarray(from, from + length).map((byte, index) => byte ^ mask[index % 4]!)).toString('utf8')
}

type Ask = {
  JsonContent?: string
  FileUploadHandler?: string
  FileName?: string
  DocNumber?: string
  IssuedDate?: string
}
const VERBS = new Set(['/SignJson', '/SignApproved', '/SignIssued'])

/**
 * The local agent of USB tokens (VGCA Sign Service) as public systems speak with it: a WebSocket for each verb, one message in and one out.
 * `SignApproved` and `SignIssued` fetch the file at `FileName`, sign it, send it as `uploadfile` to `FileUploadHandler` and answer what that
 * said. `SignJson` takes bytes in base64 and gives the raw value; of the real one that is assumed. `write` is what it makes of a file.
 */
export async function signingAgent(token: { key: KeyObject; certificate?: Uint8Array }) {
  const state = {
    ...{ isRefused: false, isSilent: false, asked: [] as string[], key: token.key, told: [] as Ask[] },
    certificate: token.certificate ?? new Uint8Array(),
    write: (pdf: Uint8Array, wish: ForeignWish) => foreignSigned(pdf, wish),
  }

  async function signFile(ask: Ask): Promise<object> {
    const from = await fetch(ask.FileName ?? '')
    if (!from.ok) return { Status: 1, Message: `Không tải được tệp (${from.status})` }
    const { key, certificate } = state
    const signed = await state.write(new Uint8Array(await from.arrayBuffer()), { key, certificate })
    const form = new FormData()
    form.append('uploadfile', new Blob([signed.slice().buffer], { type: 'application/pdf' }), 'signed.pdf')
    const to = await fetch(ask.FileUploadHandler ?? '', { method: 'POST', body: form })
    const said = (await to.json()) as { Status: boolean; Message: string; FileName: string; FileServer: string }
    if (said.Status !== true) return { Status: 1, Message: said.Message, FileServer: '' }
    const { FileName, FileServer } = said
    const about = { DocumentNumber: ask.DocNumber ?? '', DocumentDate: ask.IssuedDate ?? '' }
    return { Status: 0, Message: '', FileName, FileServer, ...about }
  }

  async function answerTo(verb: string, text: string): Promise<object> {
    const ask = JSON.parse(text) as Ask
    state.told.push(ask)
    if (state.isRefused) return { Status: 11, Message: 'Người dùng hủy ký' }
    if (verb !== '/SignJson') return signFile(ask)
    const value = sign('sha256', Buffer.from(ask.JsonContent ?? '', 'base64'), state.key)
    return { Status: 0, Message: '', Signature: value.toString('base64') }
  }

  const open = new Set<Duplex>()
  const server = createServer((_, response) => response.writeHead(426).end())
  server.on('upgrade', (request, socket: Duplex) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    const verb = request.url ?? ''
    state.asked.push(verb)
    if (!VERBS.has(verb)) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    let held: Buffer = Buffer.alloc(0)
    let isAnswered = false
    socket.on('data', (part: Buffer) => {
      held = Buffer.concat([held, part])
      const text = textOfFrame(held)
      if (text === undefined || isAnswered) return
      isAnswered = true
      void answerTo(verb, text)
        .catch((error: Error) => ({ Status: 1, Message: error.message }))
        .then((answer) => (state.isSilent ? socket.destroy() : socket.write(frame(JSON.stringify(answer)))))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async () => {
    for (const socket of open) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { address: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, state, close }
}
