/** Keys whose text a person reads; all else (values, paths, patterns) stays. */
const READ = new Set(['title', 'hint', 'label', 'description', 'words', 'legend'])

const spoken = (text: string) =>
  text.replace(/([.?!:]\s+|)ông\/bà(?! (?:nội|ngoại))/gi, (_, before: string, at: number) =>
    before === '' && at > 0 ? 'người nộp' : `${before}Người nộp`,
  )

/**
 * The words of a form as a clerk reads them out at a counter: they speak of whoever stands before the desk ("người nộp"), not to the clerk.
 */
export function counterWords<T>(value: T): T {
  if (Array.isArray(value)) return value.map((each) => counterWords(each as unknown)) as T
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      typeof each === 'string' && READ.has(key) ? spoken(each) : counterWords(each as unknown),
    ]),
  ) as T
}
