export { tellHolderOfToken } from './tell-holder-of-token.ts'
export { insertNotice, listNotices, markNoticesRead, type Notice } from './queries.ts'
export { tellOfSecurityChange } from './tell-of-security.ts'
