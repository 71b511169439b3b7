/** Sự kiện trong đời, as people call them. */
export const LIFE_EVENTS: Record<string, { words: string; hint: string }> = {
  birth: { words: 'Sinh con', hint: 'khai sinh, thẻ bảo hiểm của bé' },
  marriage: { words: 'Kết hôn', hint: 'đăng ký, tình trạng hôn nhân' },
  'house-land': { words: 'Nhà và đất', hint: 'sổ đỏ, xây nhà' },
  business: { words: 'Kinh doanh', hint: 'hộ kinh doanh, giấy phép' },
  vehicle: { words: 'Xe và lái xe', hint: 'bằng lái, phương tiện' },
  work: { words: 'Việc làm', hint: 'lý lịch tư pháp, lao động' },
  school: { words: 'Đi học', hint: 'nhập học, hỗ trợ' },
  papers: { words: 'Giấy tờ, chứng thực', hint: 'bản sao, chữ ký' },
  'illness-disability': { words: 'Ốm đau, khuyết tật', hint: 'xác nhận, trợ cấp' },
  'old-age': { words: 'Tuổi già', hint: 'trợ cấp, chúc thọ' },
  merit: { words: 'Người có công', hint: 'chế độ, mai táng phí' },
  death: { words: 'Khi người thân mất', hint: 'khai tử, hỗ trợ' },
}
