/** The map, as failing checks. A module imports only what stands before it; everyone enters by the door (index.ts). */
const ORDER = [
  ...[
    'platform',
    'files',
    'directory',
    'accounts',
    'notices',
    'mail',
    'workflow',
    'papers',
    'signatures',
    'certificates',
  ],
  ...[
    'signing',
    'gis',
    'procedures',
    'payments',
    'exchange',
    'documents',
    'registers',
    'dossiers',
    'slips',
    'results',
    'filing',
  ],
  ...['publishing', 'insight'],
]
const anyOf = (names) => `^src/server/(${names.join('|')})/`

const pointsRight = ORDER.slice(0, -1).map((name, at) => ({
  name: `${name}-points-right`,
  comment: 'A module never names one that stands after it: it announces, and worker.ts binds.',
  severity: 'error',
  from: { path: `^src/server/${name}/` },
  to: { path: anyOf(ORDER.slice(at + 1)) },
}))

// signatures has a second door for XML, which needs Node: the first is bundled for browsers.
const DOORS = { signatures: 'index[.]ts$|xml/index[.]ts$' }
const byTheWindow = ORDER.slice(1).map((name) => ({
  name: `${name}-by-the-window`,
  comment: 'Others use index.ts only. platform has no door: each of its files is one.',
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/server/${name}/|[.]test[.]ts$|/testing[.]ts$` },
  to: { path: `^src/server/${name}/(?!${DOORS[name] ?? 'index[.]ts$'})` },
}))

module.exports = {
  forbidden: [
    ...pointsRight,
    ...byTheWindow,
    {
      name: 'unknown-room',
      severity: 'error',
      from: {},
      to: { path: '^src/server/[^/]+/', pathNot: `${anyOf(ORDER)}|^src/server/api/` },
    },
    {
      name: 'domain-knows-no-edge',
      severity: 'error',
      from: { path: anyOf(ORDER) },
      to: { path: '^src/(routes|ui)/|^src/server/(api/|worker|refusals)|node_modules/(svelte|@sveltejs|hono|@hono)/' },
    },
    {
      name: 'ui-knows-no-module',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^src/(server|routes)/' },
    },
    {
      name: 'sql-only-in-modules',
      severity: 'error',
      from: { path: '^src/(routes|ui|server/api)/' },
      to: { path: 'node_modules/(kysely|pg)/' },
    },
    {
      name: 'signature-formats-run-in-a-browser',
      comment:
        'The offline checker is a bundle of them: WebCrypto, keys of an object, @noble/hashes, @noble/curves and fflate, nothing of this house or of Node.',
      severity: 'error',
      from: {
        path: '^src/server/signatures/(index[.]ts|format-fault[.]ts|(pki|pdf|verify|messages)/)',
        pathNot: '([.]test|/testing)[.]ts$',
      },
      to: { pathNot: '^src/own-keys[.]ts$|^src/server/signatures/|^node_modules/(@noble/(hashes|curves)|fflate)/' },
    },
    {
      name: 'test-builders-only-in-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '([.]test|/testing)[.]ts$' },
      to: { path: '/testing[.]ts$' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { pathNot: '[.]svelte$' } } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
      extensions: ['.ts', '.js', '.svelte'],
    },
  },
}
