/**
 * What a later revision did to what was signed. `content` is everything that no signature lets: pages, fonts, appearances of what was not
 * filled, actions, layers, signatures replaced; `path` says where. `picture-added` is a new visible signature, which a certification forbids.
 */
export type Change =
  | { kind: 'signature-added'; field: string }
  | { kind: 'timestamp-added'; field: string }
  | { kind: 'picture-added'; field: string }
  | { kind: 'form-filled'; field: string }
  | { kind: 'annotation'; page: number }
  | { kind: 'annotation-changed'; page: number }
  | { kind: 'field-added'; field: string }
  | { kind: 'validation-data' }
  | { kind: 'validation-data-removed' }
  | { kind: 'metadata' }
  | { kind: 'structure' }
  | { kind: 'content'; path: string }
