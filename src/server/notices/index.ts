export { insertNotice, listNotices, markNoticesRead, type Notice } from './queries.ts'
