import type { Context } from "@opentelemetry/api";

import { readClientTarget } from "./client-target.ts";
import type { QueryRedactor } from "./redact-query.ts";

/** Tells a request that follows a redirect from a new one. */
export interface Redirects {
  /** Notes that the answer to a request for `url`, in `context`, leads elsewhere. */
  note(redirect: Redirect): void;
  /** How often the request for `url`, as it is recorded, was sent before: more than 0 for one that follows a redirect. */
  countBefore(context: Context, url: string): number;
}

/** An answer that leads elsewhere. */
interface Redirect {
  readonly context: Context;
  /** What it answers, as it is recorded. */
  readonly url: string;
  /** Where it leads to, as the header has it. */
  readonly location: string;
  /** How often the request had been sent before that answer. */
  readonly count: number;
}

/**
 * No channel says that a request follows a redirect. It is taken for one when it is made in the same context for the
 * very URL that an answer has named, in the same turn of the event loop: `fetch` follows at once.
 */
export function createRedirects(redactQuery: QueryRedactor): Redirects {
  const waiting: { readonly context: Context; readonly target: string; readonly count: number }[] =
    [];
  const forget = (): void => {
    waiting.length = 0;
  };
  return {
    note({ context, url, location, count }) {
      const next = URL.parse(location, url);
      if (next === null) return;
      if (waiting.length === 0) setImmediate(forget).unref();
      const { url: target } = readClientTarget(
        `${next.protocol}//${next.host}`,
        next.pathname + next.search,
        redactQuery,
      );
      waiting.push({ context, target, count });
    },
    countBefore(context, url) {
      if (waiting.length === 0) return 0;
      const index = waiting.findIndex(
        (redirect) => redirect.context === context && redirect.target === url,
      );
      if (index < 0) return 0;
      const [redirect] = waiting.splice(index, 1);
      return (redirect?.count ?? 0) + 1;
    },
  };
}
