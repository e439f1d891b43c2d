/**
 * A failure that the person at the keyboard can act on: shown as its message alone, without a
 * stack trace. Anything else that is thrown is a fault of this tool and shown in full.
 */
export class StackError extends Error {
  override readonly name = "StackError";
}
