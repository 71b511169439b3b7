import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { wordingTable } from '../seeds/papers-wording.ts'

/** `npm run papers:wording`: writes docs/papers/wording.md from what each template says it was compared with. */
writeFileSync(fileURLToPath(new URL('../docs/papers/wording.md', import.meta.url)), wordingTable())
