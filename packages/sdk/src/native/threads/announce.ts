import { createRequire } from "node:module";
import type { RequestFormat } from "../../export/encode/request-format.ts";
import type { ResourceSource } from "../../trace/resource-view.ts";
import type { Scope } from "../../trace/scope.ts";
import { CHANNEL } from "./channel.ts";
import { BOX_BYTES, createSpanBox } from "./span-box.ts";

const require = createRequire(import.meta.url);

/** What a thread tells of itself. */
export type Announcement =
  | {
      readonly kind: "box";
      readonly threadId: number;
      readonly memory: SharedArrayBuffer;
      readonly resource: Uint8Array;
      readonly contentType: string;
    }
  | {
      readonly kind: "scope";
      readonly threadId: number;
      readonly number: number;
      readonly scope: Scope;
    };

/** Where a thread puts its finished spans beside sending them. */
export interface SpanMirror {
  add(span: Uint8Array, scope: Scope): void;
  /** All but the `newest` have been settled. */
  keep(newest: number): void;
}

/**
 * Creates the mirror of this thread's spans. `worker.terminate()`, and the end of the main thread, end a thread without
 * a last word; the thread that has started it finds the spans here and sends them.
 */
export function createSpanMirror(format: RequestFormat, resource: ResourceSource): SpanMirror {
  const { threadId }: typeof import("node:worker_threads") = require("node:worker_threads");
  const memory = new SharedArrayBuffer(BOX_BYTES);
  const box = createSpanBox(memory);
  const numbers = new Map<Scope, number>();
  const { contentType } = format;
  announce({
    kind: "box",
    threadId,
    memory,
    resource: format.encodeResource(resource),
    contentType,
  });
  return {
    add: (span, scope) => {
      let number = numbers.get(scope);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(scope, number);
        announce({ kind: "scope", threadId, number, scope });
      }
      box.add(span, number);
    },
    keep: (newest) => box.keep(newest),
  };
}

/** What has been posted arrives even if this thread ends at once. */
function announce(announcement: Announcement): void {
  const threads: typeof import("node:worker_threads") = require("node:worker_threads");
  const channel = new threads.BroadcastChannel(CHANNEL);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  channel.postMessage(announcement);
  channel.close();
}
