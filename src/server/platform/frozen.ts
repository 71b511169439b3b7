/**
 * Imported first by every program: what all objects inherit cannot be changed any more. A path walked wrongly, here or in a library, meets a TypeError
 * or writes into the one object it was given; it never changes another request.
 *
 * Libraries write `this.toString = …` and `prototype.constructor = …` on objects of their own, which a plain `Object.freeze(Object.prototype)` would
 * refuse (xml-crypto does not load). So each inherited name becomes an accessor that is read as before and, written to, makes an own property.
 * `Error` stays open: stacks are set on it.
 */
function close(prototype: object) {
  for (const name of Reflect.ownKeys(prototype)) {
    const { value, get } = Reflect.getOwnPropertyDescriptor(prototype, name)!
    if (get) continue
    Reflect.defineProperty(prototype, name, {
      configurable: false,
      enumerable: false,
      get: () => value as unknown,
      set(this: object, own: unknown) {
        if (this === prototype) throw new TypeError(`${String(name)} of all objects stays as it is`)
        Reflect.defineProperty(this, name, { value: own, writable: true, enumerable: true, configurable: true })
      },
    })
  }
  Object.preventExtensions(prototype)
}

// Without the accessor `__proto__` is a name like any other.
Reflect.deleteProperty(Object.prototype, '__proto__')
close(Object.prototype)
for (const each of [Object, Array, Function, Reflect, JSON, Math, Map, Set, Promise, String, Number, RegExp])
  Object.freeze(each)
for (const each of [Array, Map, Set, Promise, String, Number]) Object.freeze(each.prototype)
