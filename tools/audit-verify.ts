import { readAnchors, readAnchorsIn, verifyAnchors } from '#server/platform/anchors.ts'
import { acceptLostAnchors, verifyStamps } from '#server/platform/anchor-stamps.ts'
import { tokenFault } from './token-fault.ts'
import { listChains, verifyChain } from '#server/platform/audit-trail.ts'
import { openHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'

/**
 * `npm run audit:verify`: one JSON line a fault, then one that sums up; exit code 1 when there is a fault. Anchors that were written once
 * and are gone are a fault, until `-- --accept-lost-anchors` takes note of it in the trail.
 */
process.on('SIGINT', () => process.exit(130))
const house = await openHouse(readSettings(), 2)
try {
  if (process.argv.includes('--accept-lost-anchors')) await acceptLostAnchors(house.db, new Date())
  let rows = 0
  let faults = 0
  const chains = await listChains(house.db)
  for (const chain of chains) {
    const result = await verifyChain(house.db, chain)
    rows += result.rows
    faults += result.faults.length
    for (const fault of result.faults) process.stdout.write(`${JSON.stringify(fault)}\n`)
  }
  const { anchorDir, dataDir } = house.settings
  const places = { data: readAnchors(dataDir), second: anchorDir ? readAnchorsIn(anchorDir) : undefined }
  const anchors = await verifyAnchors(house.db, places.data)
  const stamped = await verifyStamps(house.db, places, tokenFault)
  anchors.faults.push(...stamped.faults)
  if (places.second) {
    const second = await verifyAnchors(house.db, places.second)
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
  process.stdout.write(
    `${JSON.stringify({ chains: chains.length, rows, faults, vouchedUntil: anchors.until, stamps: stamped.stamps })}\n`,
  )
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
