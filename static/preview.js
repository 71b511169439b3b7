// A template being written is tried again when typing pauses; without this file the button "Xem thử" does it. Says on which line one stands.
const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-preview]'))
const button = /** @type {HTMLButtonElement | null} */ (form?.querySelector('[data-preview-button]') ?? null)
const frame = /** @type {HTMLIFrameElement | null} */ (form?.querySelector('iframe') ?? null)
const said = form?.querySelector('[data-preview-said]')

if (form && button && frame && said) {
  /** @type {number | undefined} */
  let pause
  let shown = frame

  // A fresh frame each time: its first page is no step back in the history.
  const show = () => {
    const next = /** @type {HTMLIFrameElement} */ (shown.cloneNode())
    next.addEventListener('load', () => {
      said.textContent = 'Bản xem thử theo những gì vừa gõ; sai chỗ nào thì hiện dòng ấy.'
    })
    shown.replaceWith(next)
    shown = next
    said.textContent = 'Đang soạn bản xem thử…'
    form.requestSubmit(button)
  }

  form.addEventListener('input', () => {
    window.clearTimeout(pause)
    pause = window.setTimeout(show, 900)
  })
  show()

  for (const area of form.querySelectorAll('textarea')) {
    const place = form.querySelector(`[data-line-of="${area.id}"]`)
    const tell = () => {
      if (place) place.textContent = `Đang ở dòng ${area.value.slice(0, area.selectionStart).split('\n').length}.`
    }
    for (const name of ['keyup', 'click', 'focus']) area.addEventListener(name, tell)
  }
}
