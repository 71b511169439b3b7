/**
 * What a page renders on the server and no script reads. SvelteKit writes the data of a page a second time as JavaScript, also when the
 * page has none, and throws it away; of this it writes a single digit. A page of an inbox spent an eighth of its time on it.
 */
export class RenderedOnly<T> {
  readonly value: T
  constructor(value: T) {
    this.value = value
  }
}
