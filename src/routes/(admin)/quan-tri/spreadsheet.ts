import { writeXlsx } from 'hucre'

/** A list as a spreadsheet; every cell is text, so that none begins a formula. */
export async function spreadsheet(name: string, head: string[], rows: string[][]): Promise<Response> {
  const bytes = await writeXlsx({ sheets: [{ name: name.slice(0, 31), rows: [head, ...rows] }] })
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="${name}.xlsx"`,
      'cache-control': 'no-store',
    },
  })
}
