import type { IncomingHttpHeaders } from "node:http";

/**
 * What a provider does, told by the name of the model that is asked for, whatever the API:
 *
 * - `status-429`: refuses with that status, always; `flaky-503`: refuses the first attempt.
 * - `silent`: never answers. `garbage`: JSON of a wrong shape. `no-json`: half a JSON text. `html`: a page of a proxy.
 * - Of streams: `cut` closes the connection in the middle (of a whole answer, too), `endless` falls silent after two
 *   chunks, `error-event` reports an error in the middle, `empty` says nothing, `huge` sends 10 MB of deltas.
 * - `tools`: asks for the tools it is offered, then answers. `failed`: an answer that is a failure.
 * - Any other name is answered as a model would.
 */
export type Behaviour =
  | { readonly kind: "refuse"; readonly status: number }
  | { readonly kind: (typeof kinds)[number] }
  | { readonly kind: "answer" };

/** The behaviour that a model's name asks for. */
export function behaviourOf(model: string, headers: IncomingHttpHeaders): Behaviour {
  const [, when, status] = /^(status|flaky)-(\d{3})$/.exec(model) ?? [];
  // Both clients count their attempts in this header.
  const isFirst = (headers["x-stainless-retry-count"] ?? "0") === "0";
  if (when === "status" || (when === "flaky" && isFirst)) {
    return { kind: "refuse", status: Number(status) };
  }
  const kind = kinds.find((each) => each === model);
  return { kind: kind ?? "answer" };
}

const kinds = [
  "silent",
  "garbage",
  "no-json",
  "html",
  "cut",
  "endless",
  "error-event",
  "empty",
  "huge",
  "tools",
  "failed",
] as const;

/** Where both clients are to try again at once. */
export const RETRY_HEADERS = { "retry-after-ms": "1" } as const;

/** Characters of one delta, and the number of deltas, of a `huge` answer. */
export const HUGE = { characters: 10_000, deltas: 1_000 } as const;
