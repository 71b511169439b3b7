/**
 * The access key of a link, for officials who work by keyboard all day. Its letter is always shown beside the link or listed under
 * "Phím tắt" (an access key that nobody can see, or that a citizen meets by accident, does harm: public pages have none).
 */
export const keyed = (letter: string | undefined): { accesskey?: string } => (letter ? { accesskey: letter } : {})
