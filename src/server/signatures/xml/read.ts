import { DOMParser } from '@xmldom/xmldom'
import { FormatFault } from '../format-fault.ts'
import { guardMessage } from '../messages/elements.ts'

/** Reads a message: guarded, and not repaired. @throws FormatFault `xml.…`. */
export function readXml(words: string): Document {
  guardMessage(words)
  const refuse = () => {
    throw new FormatFault('xml.damaged')
  }
  try {
    const errorHandler = { warning: refuse, error: refuse, fatalError: refuse }
    const document = new DOMParser({ errorHandler }).parseFromString(words, 'text/xml')
    if (!document?.documentElement) refuse()
    return document
  } catch (error) {
    if (error instanceof FormatFault) throw error
    throw new FormatFault('xml.damaged')
  }
}
