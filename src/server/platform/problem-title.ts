const TITLES: ReadonlyMap<number, string> = new Map([
  [400, 'Yêu cầu chưa đủ hoặc chưa đúng dạng'],
  [401, 'Chưa xác thực'],
  [403, 'Không có quyền'],
  [404, 'Không thấy'],
  [405, 'Không nhận cách gọi này'],
  [409, 'Không hợp với tình trạng hiện nay'],
  [413, 'Quá lớn'],
  [415, 'Không nhận loại nội dung này'],
  [421, 'Sai tên máy chủ'],
  [422, 'Dữ liệu chưa đúng'],
  [429, 'Quá nhiều lần'],
  [500, 'Hệ thống có lỗi'],
  [503, 'Tạm dừng'],
])

/** The title of a problem (RFC 9457) by its status: the same for the same status, so that the sentence beside it says what happened. */
export const titleOf = (status: number) => TITLES.get(status) ?? (status < 500 ? 'Bị từ chối' : 'Hệ thống có lỗi')
