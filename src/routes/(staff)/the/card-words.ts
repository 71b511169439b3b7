/** What stands on a card, by its template. */
export const CARD_KIND_WORDS: Record<string, string> = { 'the-giay-phep-lai-xe': 'Giấy phép lái xe' }

export const BATCH_WORDS = {
  made: { words: 'Đã lập, đang in', tone: 'going', icon: '●' },
  printed: { words: 'Đã in, chờ bàn giao', tone: 'soon', icon: '▲' },
  delivered: { words: 'Đã bàn giao', tone: 'done', icon: '✓' },
} as const
