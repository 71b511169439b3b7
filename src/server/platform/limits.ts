/** At most so many in a window of so many seconds. */
export type Limit = { most: number; seconds: number }

/**
 * Every limit of the house, by kind; the kind stands in the key, so that no two of them ever share a count. Where a kind says "failures"
 * or "misses", whoever was right gets the use back. Bounds for networks hold a province behind one gateway (109 communes, 3,000 officials,
 * 60 citizens an hour at each desk); bounds for one person hold the busiest desk.
 */
export const LIMITS = {
  /** Failed sign-ins from one network. */
  'sign-in.network': { most: 600, seconds: 600 },
  /** Failed sign-ins to one account from places it was never used from, wherever they are. */
  'sign-in.elsewhere': { most: 300, seconds: 3600 },
  /** Wrong second factors for one act (ký số). */
  'second-factor.act': { most: 5, seconds: 600 },
  /** Codes sent to one phone or e-mail address, asked for from one network, and from anywhere. */
  'code.contact-network': { most: 5, seconds: 3600 },
  'code.contact': { most: 15, seconds: 3600 },
  'code.contact-day': { most: 30, seconds: 86_400 },
  /** Codes sent for one network that nobody has used. */
  'code.network': { most: 3000, seconds: 3600 },
  /** Wrong codes from one network. */
  'code-try.network': { most: 600, seconds: 600 },
  /** Wrong proofs (identity number, code of a receipt) for one account from one network. */
  'identity-proof.account-network': { most: 5, seconds: 3600 },
  'identity-proof.account': { most: 20, seconds: 86_400 },
  /** Wrong claim codes (mã nhận tài khoản) from one network: 50 bits, so that a wide bound does no harm. */
  'claim.network': { most: 600, seconds: 3600 },
  /** Sign-ins begun at the national identity service and not ended. */
  'national-id.network': { most: 3000, seconds: 3600 },
  /** Wrong secrets of receipts. */
  'receipt.network': { most: 600, seconds: 600 },
  'receipt.code-network': { most: 20, seconds: 3600 },
  /** Looks at where a dossier is, by its code alone. */
  'progress.network': { most: 1200, seconds: 600 },
  /** Unknown codes, of papers and of copies: one that nobody has costs two. */
  'paper-code.network': { most: 1200, seconds: 600 },
  /** Files compared with a paper, and files whose signatures are checked: by whoever is signed in, else by network. */
  'paper-compare.network': { most: 600, seconds: 600 },
  'paper-compare.account': { most: 300, seconds: 600 },
  'check.network': { most: 600, seconds: 600 },
  'check.account': { most: 120, seconds: 600 },
  /** Unknown tokens of signing sessions and of other systems. */
  'agent.network': { most: 600, seconds: 600 },
  'token.network': { most: 600, seconds: 600 },
  /** Files added to drafts by one account. */
  'upload.account': { most: 1000, seconds: 3600 },
} as const satisfies Record<string, Limit>

export type LimitKind = keyof typeof LIMITS
