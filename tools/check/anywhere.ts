/**
 * `mayAnywhere` says whether a page is offered, never whether an act is allowed: it stands only in functions that load, list or view by
 * reach, and in these, each for its reason.
 */
const OFFERED: Record<string, string> = {
  'src/server/platform/call.ts': 'where it is defined',
  'src/routes/administration.ts': 'whether the area of administrators opens at all; every page there asks again',
  'src/routes/mast-of.ts': 'which places the mast names; every page there asks again',
  'src/server/directory/reach.ts': 'an empty reach is told at once; the reach itself decides',
  'src/server/directory/calendar-rights.ts':
    'the list of calendars; a change asks every unit that follows (mayChangeCalendar)',
  'src/server/directory/officials/add-person.ts':
    'a person belongs to no unit until an appointment, which asks its unit',
  'src/server/accounts/claim.ts':
    'an account of a citizen belongs to no unit; what it opens is decided by its confirmations',
  'src/server/procedures/publication/desk.ts':
    'drafts are seen by who publishes somewhere; every act asks the keeper unit',
  'src/server/signing/pictures/keep-picture.ts': 'the picture of the own signature',
  'src/server/signing/keys/prepare-key.ts': 'a key of the own post',
  'src/routes/signing-words.ts': 'words beside a field',
}
const NAMES = /^(load|list|view|find)/

/** Uses of `mayAnywhere` outside functions that only offer or list. */
export function anywhereFaults(file: string, text: string): string[] {
  if (OFFERED[file] || !/^src\/.*\.(ts|svelte)$/.test(file) || file.endsWith('.test.ts')) return []
  const faults: string[] = []
  for (const { index } of text.matchAll(/\bmayAnywhere\(/g)) {
    const before = text.slice(0, index)
    const name = [...before.matchAll(/^(?:export )?(?:async )?(?:function|const) (\w+)/gm)].at(-1)?.[1] ?? ''
    if (!NAMES.test(name))
      faults.push(`${file}: mayAnywhere in ${name}: an act asks may(…) of its unit, or mayForHouse`)
  }
  return faults
}
