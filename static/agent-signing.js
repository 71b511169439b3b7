// A signature by the USB token of the signer: what the server prepared goes to the agent at this machine (VGCA Sign Service), the value comes
// back and is posted. The address is the server's setting; the page's policy allows no other. Nothing is kept here.
const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-agent]'))
const said = form?.querySelector('[data-said]')
const value = /** @type {HTMLInputElement | null} */ (form?.querySelector('input[name=chu-ky]') ?? null)

if (form && said && value) {
  const { agent, content, pss } = form.dataset
  let isOver = false
  /** @param {string} words */
  const fail = (words) => {
    if (isOver) return
    isOver = true
    said.textContent = `${words} Văn bản chưa ký; Ông/Bà bấm "Ký lại từ đầu".`
  }
  /** @param {string} text */
  const take = (text) => {
    /** @type {{ Status?: number | string, Message?: string, Signature?: string }} */
    let answer
    try {
      answer = JSON.parse(text)
    } catch {
      return fail('Phần mềm của thiết bị trả lời không đúng dạng.')
    }
    if (Number(answer.Status) !== 0 || !answer.Signature)
      return fail(`Phần mềm của thiết bị báo: ${answer.Message || 'không ký được'}.`)
    isOver = true
    said.textContent = 'Đã có chữ ký, đang gửi về hệ thống…'
    value.value = answer.Signature
    form.submit()
  }
  said.textContent = 'Đang chờ phần mềm của thiết bị. Ông/Bà gõ mã PIN trong cửa sổ của phần mềm ấy.'
  try {
    const socket = new WebSocket(`${agent}/SignJson`)
    socket.addEventListener('open', () => socket.send(JSON.stringify({ JsonContent: content, IsPss: pss })))
    socket.addEventListener('message', (event) => {
      take(String(event.data))
      socket.close()
    })
    const away = () => fail('Không thấy phần mềm ký số trên máy này; mở VGCA Sign Service, cắm thiết bị.')
    socket.addEventListener('error', away)
    socket.addEventListener('close', away)
  } catch {
    fail('Trình duyệt không mở được kết nối tới phần mềm ký số.')
  }
}
