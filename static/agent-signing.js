// A signature by the USB token of the signer: what the server prepared is asked of the agent at this machine (VGCA Sign Service), one message
// out and one back on a socket of its verb. With the file verbs the agent fetches the paper and sends it back by itself. The address is the
// server's setting; the page's policy allows no other. Nothing is kept here.
const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-agent]'))
const said = form?.querySelector('[data-said]')

if (form && said) {
  const { agent = '', ask = '', wants } = form.dataset
  let isOver = false
  /** @param {string} words */
  const fail = (words) => {
    if (isOver) return
    isOver = true
    // A refusal of the server says by itself what to do.
    said.textContent = `✕ ${words}${words.includes('Ông/Bà') ? '' : ' Văn bản chưa ký; Ông/Bà bấm "Ký lại từ đầu".'}`
    said.classList.add('fault')
  }
  /** @param {string} text */
  const take = (text) => {
    /** @type {Record<string, unknown>} */
    let answer
    try {
      answer = JSON.parse(text)
    } catch {
      return fail('Phần mềm của thiết bị trả lời không đúng dạng.')
    }
    if (answer === null || Number(answer.Status) !== 0 || (wants && !answer[wants]))
      return fail(`Phần mềm của thiết bị báo: ${answer?.Message || 'không ký được'}.`.replace('..', '.'))
    if (isOver) return
    isOver = true
    said.textContent = 'Thiết bị đã ký, đang nhận về hệ thống…'
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[data-from]')))
      input.value = String(answer[input.dataset.from ?? ''] ?? '')
    form.submit()
  }
  said.textContent = 'Đang chờ phần mềm của thiết bị. Ông/Bà gõ mã PIN trong cửa sổ của phần mềm ấy.'
  try {
    const socket = new WebSocket(agent)
    socket.addEventListener('open', () => socket.send(ask))
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
