import { createRequire } from "node:module";
import type { Scope } from "../../trace/scope.ts";
import { CHANNEL } from "./channel.ts";

const require = createRequire(import.meta.url);

/** What a thread tells of itself, and of those that it has started, to all those that listen. */
export type Announcement =
  /** It has a box; `missing` is a number, of the spans that are not in it. */
  | {
      readonly kind: "box";
      readonly threadId: number;
      readonly missing: SharedArrayBuffer;
      readonly resource: Uint8Array;
      readonly contentType: string;
    }
  | {
      readonly kind: "chunk";
      readonly threadId: number;
      readonly number: number;
      readonly memory: SharedArrayBuffer;
    }
  | { readonly kind: "chunk-removed"; readonly threadId: number; readonly number: number }
  | {
      readonly kind: "scope";
      readonly threadId: number;
      readonly number: number;
      readonly scope: Scope;
    }
  /** `parent` has started it. */
  | { readonly kind: "started"; readonly threadId: number; readonly parent: number }
  /** It has ended, and nothing is left of it. */
  | { readonly kind: "settled"; readonly threadId: number };

/** Tells all threads of the process. What has been posted arrives even if this thread ends at once. */
export function announce(announcement: Announcement): void {
  const threads: typeof import("node:worker_threads") = require("node:worker_threads");
  const channel = new threads.BroadcastChannel(CHANNEL);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  channel.postMessage(announcement);
  channel.close();
}
