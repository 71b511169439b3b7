/** Forms that carry no `<Once />`, each with the reason. */
const EXCEPTIONS: Record<string, string> = {
  'src/ui/Mast.svelte': 'signs out and locks',
  'src/routes/(account)/chon-chuc-vu/+page.svelte': 'signs in',
  'src/routes/ContactForm.svelte': 'asks for a code; the newest counts',
  'src/routes/(account)/nhap-ma/+page.svelte': 'a code counts once by itself; of several the newest counts',
  'src/routes/(account)/dang-ky/ten/+page.svelte': 'signs in; a proved contact serves once',
  'src/routes/(account)/xac-nhan-may/+page.svelte': 'asks for a code; the newest counts',
  'src/routes/(account)/dang-nhap/+page.svelte': 'signs in',
  'src/routes/(account)/dang-xuat/+page.svelte': 'signs out',
  'src/routes/(account)/khoa-man-hinh/+page.svelte': 'locks',
  'src/routes/(account)/lop-hai/+page.svelte': 'signs in',
  'src/routes/(account)/lop-hai/thiet-lap/+page.svelte': 'signs in; a code of the phone counts once by itself',
  'src/routes/(account)/ma-bien-nhan/+page.svelte': 'signs in',
  'src/routes/(account)/mo-khoa/+page.svelte': 'signs in',
  'src/routes/(account)/quen-mat-khau/moi/+page.svelte': 'signs in; a proved contact serves once',
  'src/routes/(staff)/SigningList.svelte': 'signs: a place is signed once, and nothing that carries a PIN is kept',
  'src/routes/(staff)/SignSlip.svelte': 'signs: a place is signed once, and nothing that carries a PIN is kept',
  'src/routes/(staff)/ky-so/[id]/+page.svelte': 'signs: a place is signed once, and nothing that carries a PIN is kept',
  'src/routes/(staff)/ky-so/[id]/TokenSigning.svelte': 'signs: what is prepared changes no paper and serves once',
  'src/routes/(account)/tiep-tuc/[id]/+page.svelte': 'sends a kept form with the key it had',
}

/** Forms of a page that write and could act twice: `method="post"` without the key of `src/ui/Once.svelte`. Forms of files are kept by content. */
export function formFaults(file: string, text: string): string[] {
  if (EXCEPTIONS[file]) return []
  return [...text.matchAll(/(<form\b(?:[^>{]|\{[^}]*\})*>)(.*?)<\/form>/gs)]
    .filter(
      ([, tag = '', body = '']) =>
        /method="?post/i.test(tag) && !tag.includes('multipart') && !body.includes('<Once />'),
    )
    .map(() => `${file}: a form that writes has no <Once />; put it in, or name the form in tools/check/forms-once.ts`)
}
