// Questions that an answer opens are shown at once. Without this file the page asks them when it comes back.
/** @typedef {Record<string, any>} Condition */

/** @param {HTMLFormElement} form */
function askAsAnswered(form) {
  const on = form.dataset.questions ?? ''
  const said = document.createElement('p')
  said.className = 'hidden-words'
  said.setAttribute('role', 'status')
  form.append(said)

  const typed = (/** @type {string} */ path) => {
    const data = new FormData(form)
    const parts = ['nam', 'thang', 'ngay'].map((box) => String(data.get(`${path}.${box}`) ?? '').trim())
    if (parts[0]) return parts.map((part) => part.padStart(2, '0')).join('-')
    return String(data.get(path) ?? '').trim()
  }
  const numberOf = (/** @type {string} */ text) => Number(text.replace(/[.\s]/g, '').replace(',', '.'))
  const ageOf = (/** @type {string} */ birth) => {
    const [year = '', month = '12', day = '31'] = birth.split('-')
    return Number(on.slice(0, 4)) - Number(year) - (on.slice(5) >= `${month}-${day}` ? 0 : 1)
  }
  const daysOf = (/** @type {string} */ day) => Math.round((Date.parse(on) - Date.parse(day)) / 86_400_000)
  /** @type {Record<string, (given: any, value: string) => boolean>} */
  const COMPARE = {
    equals: (given, value) => value === String(given),
    in: (given, value) => given.map(String).includes(value),
    atLeast: (given, value) => numberOf(value) >= given,
    below: (given, value) => numberOf(value) < given,
    ageBelow: (given, value) => ageOf(value) < given,
    daysAtLeast: (given, value) => daysOf(value) >= given,
    daysBelow: (given, value) => daysOf(value) < given,
  }
  /** @returns {boolean} */
  const holds = (/** @type {Condition} */ when) => {
    if ('constant' in when) return when.constant
    if (when.all) return when.all.every(holds)
    if (when.any) return when.any.some(holds)
    if (when.not) return !holds(when.not)
    const value = typed(when.field)
    if ('answered' in when) return (value !== '') === when.answered
    const [word = ''] = Object.keys(when).filter((key) => key !== 'field')
    return value !== '' && (COMPARE[word]?.(when[word], value) ?? false)
  }

  for (let left = form.querySelector('template'); left; left = form.querySelector('template')) {
    const place = document.createElement('fieldset')
    place.className = 'when'
    place.setAttribute('role', 'presentation')
    place.dataset.when = left.dataset.when
    place.hidden = place.disabled = true
    place.append(left.content)
    left.replaceWith(place)
  }
  const places = [.../** @type {NodeListOf<HTMLFieldSetElement>} */ (form.querySelectorAll('fieldset[data-when]'))]
  /** An answer may open a question whose answer opens another: until nothing changes. @param {boolean} tell */
  const look = (tell) => {
    for (let round = 0, changed = true; changed && round < 10; round += 1) {
      changed = false
      for (const place of places) {
        const asked = holds(JSON.parse(place.dataset.when ?? '{}'))
        if (asked === !place.hidden) continue
        changed = true
        place.hidden = place.disabled = !asked
        const words = place.querySelector('legend, label')?.textContent?.trim()
        if (asked && tell && words) said.textContent = `Có câu hỏi thêm: ${words}`
      }
    }
  }
  form.addEventListener('input', () => look(true))
  form.addEventListener('change', () => look(true))
  look(false)
}

for (const form of document.querySelectorAll('form[data-questions]'))
  askAsAnswered(/** @type {HTMLFormElement} */ (form))
