import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fold } from './vietnamese-text.ts'

test('a name folds alike however its Đ, its width, its apostrophe and its marks were typed', () => {
  for (const typed of [
    ...['Đặng Thị Đào', 'Ðặng Thị Ðào', 'Ɖặng Thị Ɖào', 'ðặng thị ðào', 'ĐẶNG THỊ ĐÀO', 'dang thi dao'],
    ...[
      'Đặng Thị Đào'.normalize('NFD'),
      'Đặng\u00a0Thị\u3000Đào',
      'Đặ\u00adng Th\u200bị Đào',
      '\u202aĐặng Thị Đào\u202c',
    ],
    ...['Ｄａｎｇ Ｔｈｉ Ｄａｏ', '𝐃𝐚𝐧𝐠 Thi Dao'],
  ])
    assert.equal(fold(typed), 'dang thi dao', typed)
  for (const typed of ["K'Brôi", 'K’Brôi', 'KʼBrôi', 'K`Brôi', 'K´Brôi', 'kbroi'])
    assert.equal(fold(typed), 'kbroi', typed)
  assert.equal(fold('Hoà Thuỷ'), fold('Hòa Thủy'))
  assert.equal(fold('Straße Øre ıvan Æsir'), 'strasse ore ivan aesir')
})
