import { readAnchors, readAnchorsIn, verifyAnchors } from '#server/platform/anchors.ts'
import { listChains, verifyChain } from '#server/platform/audit-trail.ts'
import { openHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'

/** `npm run audit:verify`: one JSON line a fault, then one that sums up; exit code 1 when there is a fault. */
process.on('SIGINT', () => process.exit(130))
const house = await openHouse(readSettings(), 2)
try {
  let rows = 0
  let faults = 0
  const chains = await listChains(house.db)
  for (const chain of chains) {
    const result = await verifyChain(house.db, chain)
    rows += result.rows
    faults += result.faults.length
    for (const fault of result.faults) process.stdout.write(`${JSON.stringify(fault)}\n`)
  }
  const anchors = await verifyAnchors(house.db, readAnchors(house.settings.dataDir))
  const { anchorDir } = house.settings
  if (anchorDir) {
    const second = await verifyAnchors(house.db, readAnchorsIn(anchorDir))
    anchors.faults.push(...second.faults)
    if ((second.until ?? '') > (anchors.until ?? ''))
      anchors.faults.push({
        organisationId: '',
        seq: 0,
        fault: `the second place holds anchors until ${second.until}, the data folder until ${anchors.until}`,
      })
  }
  faults += anchors.faults.length
  for (const fault of anchors.faults) process.stdout.write(`${JSON.stringify(fault)}\n`)
  process.stdout.write(`${JSON.stringify({ chains: chains.length, rows, faults, vouchedUntil: anchors.until })}\n`)
  process.stderr.write(
    anchors.faults.length > 0
      ? 'The anchors outside the database do not fit it: see the faults.\n'
      : anchors.until
        ? `Held against the anchors outside the database: what was done until ${anchors.until} stands as it was written.\n`
        : 'No anchors in the data folder yet: a chain cut together with its head would not be seen.\n',
  )
  process.exitCode = faults > 0 ? 1 : 0
} finally {
  await house.close()
}
