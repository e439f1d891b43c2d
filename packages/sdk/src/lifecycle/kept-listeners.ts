/** Which of the listeners of an event ours is to be. */
type Place = "any" | "first" | "last";

/** A listener of ours for an event of `process`. */
interface KeptListener {
  readonly name: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- each event has arguments of its own
  readonly listener: (...args: any[]) => void;
  readonly place: Place;
}

/** Our listeners for the events of `process`. */
export interface KeptListeners {
  add(listener: KeptListener): void;
}

/**
 * Creates a set of listeners for the events of `process` that stay where they are put, whatever the application adds, and
 * come back when it removes all listeners of an event. Both happens at the end of the turn: a listener that is added in
 * the very turn in which the process exits has its own place. `process.removeAllListeners()` without a name also takes
 * those of Node.js away that make signals events: of signals nobody hears any more then.
 */
export function createKeptListeners(): KeptListeners {
  const kept: KeptListener[] = [];
  let tidiesSoon = false;
  const tidySoon = (): void => {
    if (tidiesSoon) return;
    tidiesSoon = true;
    queueMicrotask(() => {
      for (const each of kept) putInPlace(each);
      tidiesSoon = false;
    });
  };
  const add = (listener: KeptListener): void => {
    kept.push(listener);
    putInPlace(listener);
  };
  const isOurs = (name: string | symbol, listener: unknown): boolean =>
    kept.some((each) => each.name === name && each.listener === listener);
  add({
    name: "newListener",
    place: "any",
    listener: (name: string, added: unknown) => {
      if (kept.some((each) => each.name === name) && !isOurs(name, added)) tidySoon();
    },
  });
  add({
    name: "removeListener",
    place: "any",
    // Also when we put one in its place, which is seen to have been done then.
    listener: (name: string, removed: unknown) => {
      if (isOurs(name, removed)) tidySoon();
    },
  });
  return { add };
}

/** With its events by name only: not each event has a type of its own in each of its methods. */
const events: NodeJS.EventEmitter = process;

function putInPlace({ name, listener, place }: KeptListener): void {
  const listeners = events.listeners(name);
  const isThere = listeners.some((each) => each === listener);
  if (place === "any" && isThere) return;
  if (isThere && listeners.at(place === "first" ? 0 : -1) === listener) return;
  events.off(name, listener);
  if (place === "first") events.prependListener(name, listener);
  else events.on(name, listener);
}
