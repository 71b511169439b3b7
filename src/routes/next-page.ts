import { pathOf } from './path-of.ts'

/** Where somebody goes first who owes something before their work. */
export const OWED = {
  'second-factor': '/lop-hai',
  'second-factor-setup': '/lop-hai/thiet-lap',
  unlock: '/mo-khoa',
  post: '/chon-chuc-vu',
}

/** `?tiep=…` for the next page of a way, or nothing. */
export const withNext = (path: string, next: string) => (next ? pathOf`${path}?tiep=${next}` : path)
