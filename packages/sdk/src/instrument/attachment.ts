/** Keeps something of ours with objects of others, unseen. */
export interface Attachment<Value> {
  set(target: object, value: Value): void;
  /** What was set last; undefined for any other object. */
  get(target: object): Value | undefined;
}

/**
 * Creates a place for values on objects of Node and of the application, such that neither `console.log` nor any way of
 * enumerating properties shows them. A private field, since a WeakMap costs several times as much.
 */
export function createAttachment<Value>(): Attachment<Value> {
  class Attached extends Given {
    #value: Value;

    constructor(target: object, value: Value) {
      super(target);
      this.#value = value;
    }

    static set(target: object, value: Value): void {
      if (#value in target) target.#value = value;
      // oxlint-disable-next-line eslint/no-new -- it gives the field to the target
      else new Attached(target, value);
    }

    static get(target: object): Value | undefined {
      return #value in target ? target.#value : undefined;
    }
  }
  return {
    set: (target, value) => {
      Attached.set(target, value);
    },
    get: (target) => Attached.get(target),
  };
}

/** A class whose instances are objects that there are already: a class below it adds its private fields to them. */
// oxlint-disable-next-line typescript/no-extraneous-class -- see above
class Given {
  constructor(target: object) {
    // oxlint-disable-next-line eslint/no-constructor-return -- see above
    return target;
  }
}
