// Progress and preview of a file being sent. Without this file the form is sent as it stands and the page loads again.
const size = (/** @type {number} */ bytes) =>
  bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(1).replace('.', ',')} MB` : `${Math.ceil(bytes / 1000)} KB`

/** @param {HTMLFormElement} form */
function watchUpload(form) {
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (form.querySelector(selector))
  const input = /** @type {HTMLInputElement} */ (part('input[type=file]'))
  const send = /** @type {HTMLButtonElement} */ (part('button:not([data-stop])'))
  const stop = /** @type {HTMLButtonElement} */ (part('[data-stop]'))
  const preview = part('.upload-preview')
  const box = part('.upload-progress')
  const bar = /** @type {HTMLProgressElement} */ (part('progress'))
  const said = part('[role=status]')
  const most = Number(form.dataset.mostMb) * 1_048_576 || Infinity

  const say = (/** @type {string} */ words, running = false) => {
    box.hidden = false
    bar.hidden = !running
    said.textContent = words
  }
  const idle = () => {
    send.disabled = input.disabled = false
    send.removeAttribute('aria-busy')
    stop.hidden = true
  }
  const tooLarge = (/** @type {File} */ file) => {
    if (file.size <= most) return false
    say(`Tệp nặng ${size(file.size)}, lớn hơn mức ${form.dataset.mostMb} MB. Ông/Bà chụp lại với cỡ ảnh nhỏ hơn.`)
    return true
  }

  input.addEventListener('change', () => {
    const file = input.files?.[0]
    preview.hidden = true
    box.hidden = true
    if (!file || tooLarge(file)) return
    say(`Đã chọn ${file.name}, ${size(file.size)}. Bấm “${send.firstChild?.textContent?.trim()}” để gửi.`)
    if (!/^image\/(jpeg|png|gif|webp)$/.test(file.type) || file.size > 12_000_000) return
    const reader = new FileReader()
    reader.addEventListener('load', () => {
      const picture = document.createElement('img')
      picture.src = String(reader.result)
      picture.alt = `Ảnh vừa chọn: ${file.name}`
      preview.replaceChildren(picture)
      preview.hidden = false
    })
    reader.readAsDataURL(file)
  })

  form.addEventListener('submit', (event) => {
    const file = input.files?.[0]
    const onward = event.submitter?.hasAttribute('data-onward') ?? false
    if (!file && onward) return
    if (!file) {
      event.preventDefault()
      say('Ông/Bà chưa chọn tệp.')
      input.focus()
      return
    }
    event.preventDefault()
    if (tooLarge(file)) return
    const body = new FormData(form)
    const request = new XMLHttpRequest()
    const started = Date.now()
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      bar.value = (loaded / total) * 100
      const left = ((Date.now() - started) / 1000 / loaded) * (total - loaded)
      const wait = loaded < total && left > 2 ? `, còn khoảng ${Math.ceil(left)} giây` : ''
      say(loaded < total ? `Đã gửi ${size(loaded)} trong ${size(total)}${wait}.` : 'Đã gửi xong, đang cất giữ…', true)
    })
    request.addEventListener('load', () => {
      const to = new URL(request.responseURL || window.location.href)
      if (onward && to.pathname !== window.location.pathname) return window.location.assign(to)
      to.hash = form.closest('section[id]')?.id ?? ''
      window.history.replaceState(null, '', to)
      window.location.reload()
    })
    request.addEventListener('error', () => {
      idle()
      say('Mất kết nối nên tệp chưa gửi được. Ông/Bà bấm gửi lại; những tệp trước vẫn còn.')
    })
    request.addEventListener('abort', () => {
      idle()
      say('Đã dừng, tệp chưa được gửi.')
    })
    stop.onclick = () => request.abort()
    send.disabled = input.disabled = true
    send.setAttribute('aria-busy', 'true')
    stop.hidden = false
    say('Đang gửi…', true)
    request.open('POST', onward ? /** @type {HTMLButtonElement} */ (event.submitter).formAction : form.action)
    request.send(body)
  })
}

for (const form of document.querySelectorAll('form[data-upload]')) watchUpload(/** @type {HTMLFormElement} */ (form))

// "Tiếp tục" takes along files that were chosen and not sent yet: nobody leaves without them.
for (const link of document.querySelectorAll('a[data-takes-files]'))
  link.addEventListener('click', async (event) => {
    const chosen = [
      .../** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-upload]')),
    ].filter((form) => /** @type {HTMLInputElement} */ (form.querySelector('input[type=file]')).files?.length)
    if (chosen.length === 0) return
    event.preventDefault()
    link.setAttribute('aria-busy', 'true')
    for (const form of chosen) {
      const answer = await fetch(form.action, { method: 'POST', body: new FormData(form) }).catch(() => undefined)
      if (!answer || new URL(answer.url).searchParams.has('loi')) {
        if (answer) window.location.assign(answer.url)
        link.removeAttribute('aria-busy')
        return
      }
    }
    window.location.assign(/** @type {HTMLAnchorElement} */ (link).href)
  })
