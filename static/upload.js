// Progress and preview of files being sent. Without this file the form is sent as it stands and the page loads again.
const size = (/** @type {number} */ bytes) =>
  bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(1).replace('.', ',')} MB` : `${Math.ceil(bytes / 1000)} KB`

/** @typedef {{ place: HTMLElement, inputs: HTMLInputElement[], send: HTMLButtonElement, most: number, mostMb: string, say: (words: string, running?: boolean) => void, at: (part: number) => void }} Box */

/** One place of the page where files are chosen. @returns {Box} */
function boxOf(/** @type {HTMLElement} */ place) {
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (place.querySelector(selector))
  const inputs = [.../** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll('input[type=file]'))]
  const send = /** @type {HTMLButtonElement} */ (part('button:not([data-stop])'))
  const preview = part('.upload-preview')
  const progress = part('.upload-progress')
  const bar = /** @type {HTMLProgressElement} */ (part('progress'))
  const mostMb = place.dataset.mostMb ?? ''
  const say = (/** @type {string} */ words, running = false) => {
    progress.hidden = false
    bar.hidden = !running
    part('[role=status]').textContent = words
  }
  const show = (/** @type {File} */ file) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => {
      const picture = document.createElement('img')
      picture.src = String(reader.result)
      picture.alt = `Ảnh vừa chọn: ${file.name}`
      preview.replaceChildren(picture)
      preview.hidden = false
    })
    reader.readAsDataURL(file)
  }
  const box = { place, inputs, send, most: Number(mostMb) * 1_048_576 || Infinity, mostMb, say, at: () => {} }
  for (const input of inputs)
    input.addEventListener('change', () => {
      const file = input.files?.[0]
      preview.hidden = true
      progress.hidden = true
      if (!file || isTooLarge(box, file)) return
      say(`Đã chọn ${file.name}, ${size(file.size)}. Bấm “${send.firstChild?.textContent?.trim()}” để gửi.`)
      if (/^image\/(jpeg|png|gif|webp)$/.test(file.type) && file.size <= 12_000_000) show(file)
    })
  return { ...box, at: (/** @type {number} */ done) => void (bar.value = done * 100) }
}

function isTooLarge(/** @type {Box} */ box, /** @type {File} */ file) {
  if (file.size <= box.most) return false
  box.say(`Tệp nặng ${size(file.size)}, lớn hơn mức ${box.mostMb} MB. Ông/Bà chụp lại với cỡ ảnh nhỏ hơn.`)
  return true
}
const chosenIn = (/** @type {Box} */ box) => box.inputs.flatMap((input) => [...(input.files ?? [])])

/** Sends the form and tells in `box` how it goes; ends on the page that answers. */
function sendForm(
  /** @type {HTMLFormElement} */ form,
  /** @type {Box} */ box,
  /** @type {HTMLButtonElement} */ submitter,
) {
  const stop = /** @type {HTMLButtonElement} */ (box.place.querySelector('[data-stop]'))
  const body = new FormData(form)
  const request = new XMLHttpRequest()
  const started = Date.now()
  const idle = (/** @type {string} */ words) => {
    submitter.disabled = false
    submitter.removeAttribute('aria-busy')
    stop.hidden = true
    box.say(words)
  }
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    box.at(loaded / total)
    const left = ((Date.now() - started) / 1000 / loaded) * (total - loaded)
    const wait = loaded < total && left > 2 ? `, còn khoảng ${Math.ceil(left)} giây` : ''
    box.say(loaded < total ? `Đã gửi ${size(loaded)} trong ${size(total)}${wait}.` : 'Đã gửi xong, đang cất giữ…', true)
  })
  request.addEventListener('load', () => {
    const to = new URL(request.responseURL || window.location.href)
    if (to.pathname !== window.location.pathname) return window.location.assign(to)
    to.hash = box.place.closest('section[id]')?.id ?? ''
    window.history.replaceState(null, '', to)
    window.location.reload()
  })
  request.addEventListener('error', () =>
    idle('Mất kết nối nên tệp chưa gửi được. Ông/Bà bấm gửi lại; những tệp trước vẫn còn.'),
  )
  request.addEventListener('abort', () => idle('Đã dừng, tệp chưa được gửi.'))
  stop.onclick = () => request.abort()
  submitter.disabled = true
  submitter.setAttribute('aria-busy', 'true')
  stop.hidden = false
  box.say('Đang gửi…', true)
  request.open('POST', submitter.hasAttribute('formaction') ? submitter.formAction : form.action)
  request.send(body)
}

const boxes = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-upload]'))].map(boxOf)
/** The forms of the page with their places: one each, or several that are sent together. @type {Map<HTMLFormElement, Box[]>} */
const forms = new Map()
for (const box of boxes) {
  const form = box.inputs[0]?.form
  if (form) forms.set(form, [...(forms.get(form) ?? []), box])
}
for (const [form, places] of forms)
  form.addEventListener('submit', (event) => {
    const submitter = /** @type {HTMLButtonElement} */ (event.submitter ?? places[0]?.send)
    const chosen = places.filter((box) => chosenIn(box).length > 0)
    const own = places.find((box) => box.place.contains(submitter))
    if (!own && chosen.length === 0) return
    event.preventDefault()
    if (own && chosenIn(own).length === 0) {
      own.say('Ông/Bà chưa chọn tệp.')
      own.inputs[0]?.focus()
      return
    }
    if (chosen.some((box) => chosenIn(box).some((file) => isTooLarge(box, file)))) return
    const box = own ?? /** @type {Box} */ (chosen[0])
    if (!own) box.place.scrollIntoView({ block: 'center' })
    sendForm(form, box, submitter)
  })
