import { readFileSync } from 'node:fs'
import { lookAt } from './look.ts'
import type { Order, Answer } from './lookers.ts'

/**
 * A child process that looks at files, one after the other: what a hostile file does to a decoder ends here. Whoever started it watches its
 * time and its memory.
 */
process.on('message', async (order: Order) => {
  let answer: Answer
  try {
    const seen = await lookAt(readFileSync(order.path), '', { scanned: order.scanned, depth: 0 })
    answer = { id: order.id, seen }
  } catch (error) {
    answer = { id: order.id, broke: String((error as Error).message).slice(0, 300) }
  }
  process.send!({ ...answer, rss: process.memoryUsage.rss() })
})
process.on('disconnect', () => process.exit(0))
