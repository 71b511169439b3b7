// Suggestions while typing in a search box: ARIA combobox over GET /api/procedures. Without this file the box is a plain form.
const WAIT_MS = 160
const TIERS = { commune: 'Cấp xã', district: 'Cấp huyện', province: 'Cấp tỉnh', centre: 'Trung ương' }

/** @param {HTMLInputElement} input */
function suggestFor(input) {
  const list = document.createElement('ul')
  const said = document.createElement('p')
  list.id = `${input.id}-danh-sach`
  list.className = 'suggestions'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', 'Gợi ý')
  said.className = 'hidden-words'
  said.setAttribute('role', 'status')
  input.parentElement?.append(list, said)
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id,
  }))
    input.setAttribute(name, value)

  let timer = 0
  let at = -1
  /** @type {AbortController | undefined} */
  let asked
  const options = () => [...list.querySelectorAll('[role=option]')]

  const close = () => {
    asked?.abort()
    window.clearTimeout(timer)
    list.hidden = true
    at = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const point = (/** @type {number} */ to) => {
    const all = options()
    at = (to + all.length + 1) % (all.length + 1)
    if (at === all.length) at = -1
    for (const [index, option] of all.entries()) option.setAttribute('aria-selected', String(index === at))
    const chosen = all[at]
    if (chosen) {
      input.setAttribute('aria-activedescendant', chosen.id)
      chosen.scrollIntoView({ block: 'nearest' })
    } else input.removeAttribute('aria-activedescendant')
  }
  const line = (/** @type {string} */ words, /** @type {string} */ small, /** @type {string} */ href) => {
    const option = document.createElement('li')
    const soft = document.createElement('small')
    option.id = `${list.id}-${list.children.length}`
    option.setAttribute('role', 'option')
    option.setAttribute('aria-selected', 'false')
    option.dataset.href = href
    option.append(words, soft)
    soft.textContent = small
    return option
  }
  const show = (
    /** @type {{ items: { code: string, name: string, shortName: string | null, tier: string }[], meant: string | null }} */ found,
  ) => {
    list.replaceChildren()
    if (found.meant)
      list.append(line(`Có phải: ${found.meant}?`, 'Tìm từ này', `/thu-tuc?q=${encodeURIComponent(found.meant)}`))
    for (const { code, name, shortName, tier } of found.items)
      list.append(line(shortName ?? name, TIERS[/** @type {'commune'} */ (tier)] ?? '', `/thu-tuc/${code}`))
    const count = list.children.length
    at = -1
    input.removeAttribute('aria-activedescendant')
    list.hidden = count === 0
    input.setAttribute('aria-expanded', String(count > 0))
    said.textContent = count > 0 ? `${count} gợi ý, dùng phím mũi tên để chọn.` : 'Không có gợi ý; bấm Tìm để xem thêm.'
  }
  const ask = async () => {
    const phrase = input.value.trim()
    if (phrase.length < 2) return close()
    asked?.abort()
    asked = new AbortController()
    const { signal } = asked
    try {
      const answer = await fetch(`/api/procedures?limit=6&q=${encodeURIComponent(phrase)}`, { signal })
      if (!answer.ok) return close()
      const found = await answer.json()
      if (!signal.aborted && document.activeElement === input) show(found)
    } catch {
      if (!signal.aborted) close()
    }
  }

  input.addEventListener('input', () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(ask, WAIT_MS)
  })
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || list.hidden) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      point(event.key === 'ArrowDown' ? at + 1 : at < 0 ? options().length - 1 : at - 1)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      close()
    } else if (event.key === 'Enter') {
      const href = at < 0 ? undefined : /** @type {HTMLElement} */ (options()[at]).dataset.href
      if (!href) return
      event.preventDefault()
      window.location.assign(href)
    }
  })
  input.addEventListener('blur', close)
  // Pressing must not take the focus away before the click arrives.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const href = /** @type {HTMLElement} */ (event.target).closest('li')?.dataset.href
    if (href) window.location.assign(href)
  })
}

for (const input of document.querySelectorAll('input[data-suggest]'))
  suggestFor(/** @type {HTMLInputElement} */ (input))
