import { createRequire } from "node:module";
import type { RequestFormat } from "../../export/encode/request-format.ts";
import type { ResourceSource } from "../../trace/resource-view.ts";
import type { Scope } from "../../trace/scope.ts";
import { announce } from "./announce.ts";
import { createSpanBox, type SpanGroup } from "./span-box.ts";

const require = createRequire(import.meta.url);

/** Where a thread puts its finished spans beside sending them. */
export interface SpanMirror {
  add(span: Uint8Array, scope: Scope): void;
  /** See {@link SpanBox.group}. */
  group(): SpanGroup;
  /** Everything has been settled. */
  clear(): void;
}

/**
 * Creates the mirror of this thread's spans. `worker.terminate()`, and the end of the main thread, end a thread without
 * a last word; the thread that has started it finds the spans here and sends them.
 */
export function createSpanMirror(format: RequestFormat, resource: ResourceSource): SpanMirror {
  const { threadId }: typeof import("node:worker_threads") = require("node:worker_threads");
  const missing = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const box = createSpanBox(new Int32Array(missing), {
    added: (number, memory) => announce({ kind: "chunk", threadId, number, memory }),
    removed: (number) => announce({ kind: "chunk-removed", threadId, number }),
  });
  const numbers = new Map<Scope, number>();
  const { contentType } = format;
  announce({
    kind: "box",
    threadId,
    missing,
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
    group: () => box.group(),
    clear: () => box.clear(),
  };
}
