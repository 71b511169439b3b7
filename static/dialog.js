// A question over the page (src/ui/Dialog.svelte): closed by Escape, with the keyboard held inside while it is open and back at its opener after.
const opened = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  return target?.classList.contains('dialog') ? target : null
}
/** @param {Element} dialog */
const stops = (dialog) =>
  [...dialog.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea')].filter(
    (each) => each instanceof HTMLElement,
  )
/** @type {Element | null} */
let last = null
const follow = () => {
  const dialog = opened()
  if (dialog) dialog.setAttribute('aria-modal', 'true')
  if (dialog) dialog.focus()
  else if (last) document.getElementById(`${last.id}-mo`)?.focus()
  last = dialog
}
addEventListener('hashchange', follow)
addEventListener('keydown', (event) => {
  const dialog = opened()
  if (!dialog) return
  if (event.key === 'Escape') location.hash = `${dialog.id}-mo`
  if (event.key !== 'Tab') return
  const all = stops(dialog)
  const at = all.findIndex((each) => each === document.activeElement)
  const next = event.shiftKey ? (at <= 0 ? all.length - 1 : at - 1) : (at + 1) % all.length
  event.preventDefault()
  all[next]?.focus()
})
follow()
