// A template being written is tried again when typing pauses; without this file the button "Xem thử" does it. Says on which line one stands.
const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-preview]'))
const button = /** @type {HTMLButtonElement | null} */ (form?.querySelector('[data-preview-button]') ?? null)
const frame = /** @type {HTMLIFrameElement | null} */ (form?.querySelector('iframe') ?? null)
const said = form?.querySelector('[data-preview-said]')

if (form && button && frame && said) {
  /** @type {AbortController | undefined} */
  let running
  /** @type {number | undefined} */
  let pause
  let address = ''

  const show = async () => {
    running?.abort()
    running = new AbortController()
    said.textContent = 'Đang soạn bản xem thử…'
    try {
      const answer = await fetch(button.formAction, {
        method: 'POST',
        body: new URLSearchParams(/** @type {any} */ (new FormData(form))),
        signal: running.signal,
      })
      const paper = (answer.headers.get('content-type') ?? '').startsWith('application/pdf')
      const faults = decodeURIComponent(answer.headers.get('x-dinh-faults') ?? '')
      if (paper) {
        const old = address
        address = URL.createObjectURL(await answer.blob())
        frame.src = `${address}#navpanes=0&view=FitH`
        if (old) URL.revokeObjectURL(old)
        said.textContent = faults ? `Soạn được, nhưng: ${faults}` : 'Bản xem thử đúng với những gì vừa gõ.'
      } else {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
        const lines = [...page.querySelectorAll('li')].map((each) => each.textContent)
        said.textContent = [page.querySelector('h1')?.textContent, ...lines].filter(Boolean).join('. ')
      }
    } catch (error) {
      if (/** @type {Error} */ (error).name !== 'AbortError')
        said.textContent = 'Chưa xem thử được: mất nối với máy chủ.'
    }
  }

  form.addEventListener('input', () => {
    window.clearTimeout(pause)
    pause = window.setTimeout(show, 900)
  })
  button.addEventListener('click', (event) => {
    event.preventDefault()
    show()
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
