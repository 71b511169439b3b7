import { guardMoves } from './dossiers/index.ts'
import { requirePapersDone } from './results/index.ts'

// Who guards what: like worker.ts for listeners, the one place that knows both sides. Whatever moves a dossier imports it.
guardMoves('results', requirePapersDone)
