/** Where the files of an item come in a form: by the paper, so that a paper asked for twice takes one file. */
export const fileNameOf = ({ target, targetKey, item }: { target: string; targetKey: string; item: number }) =>
  target === 'document' ? `tep:${targetKey}` : `tep:muc-${item}`
