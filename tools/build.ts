import { buildPages } from '#server/platform/build-pages.ts'

/** `npm run build`: makes the pages and notes what they were made from, so that a start takes them as they are. */
await buildPages()
