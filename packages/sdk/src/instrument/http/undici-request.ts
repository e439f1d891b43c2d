import { type Context, type TextMapSetter, propagation } from "@opentelemetry/api";

/** The part of undici's request that is used here; the same from undici 5 to 8. */
export interface UndiciRequest {
  readonly origin: string | URL;
  readonly method: string;
  readonly path: string;
  /** Names and values in turn; one text in undici 5. */
  readonly headers: readonly unknown[] | string;
  /** The protocol that is asked for, or true; WebSockets are such requests. */
  readonly upgrade?: unknown;
  /** Missing in a few old releases. */
  addHeader?(name: string, value: string): unknown;
}

/**
 * Adds the propagation headers for `context`. What the application has set itself stays and is not doubled; a request
 * with a `traceparent` of its own belongs to another trace and gets nothing of ours.
 */
export function injectContext(context: Context, request: UndiciRequest): void {
  if (!hasHeader(request, "traceparent")) propagation.inject(context, request, SETTER);
}

/**
 * Calls `upgraded`, which must not throw, when the connection becomes the application's: no channel tells of it. The
 * method that undici itself calls then is wrapped, for requests that ask for an upgrade alone; its name changed with
 * undici 8.
 *
 * @param upgraded Gets the status, as far as undici knows it.
 */
export function watchUpgrade(
  request: UndiciRequest,
  upgraded: (status: number | undefined) => void,
): void {
  const { upgrade, method } = request;
  const asksForUpgrade = upgrade !== undefined && upgrade !== null && upgrade !== false;
  if (!asksForUpgrade && method !== "CONNECT") return;
  for (const name of ["onUpgrade", "onRequestUpgrade"]) {
    const original: unknown = Reflect.get(request, name);
    if (typeof original !== "function") continue;
    Reflect.set(request, name, function onUpgrade(this: unknown, ...args: unknown[]): unknown {
      upgraded(typeof args[0] === "number" ? args[0] : undefined);
      return Reflect.apply(original, this, args);
    });
  }
}

const SETTER: TextMapSetter<UndiciRequest> = {
  set(request, name, value) {
    if (!hasHeader(request, name.toLowerCase())) request.addHeader?.(name, value);
  },
};

function hasHeader({ headers }: UndiciRequest, name: string): boolean {
  if (typeof headers === "string") {
    const text = headers.toLowerCase();
    return text.startsWith(`${name}:`) || text.includes(`\n${name}:`);
  }
  for (let index = 0; index < headers.length; index += 2) {
    const key = headers[index];
    if (typeof key === "string" && key.length === name.length && key.toLowerCase() === name) {
      return true;
    }
  }
  return false;
}
