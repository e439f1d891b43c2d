import type { McpOperation } from "@agent-otel/semconv-genai";
import { noteOpenCall } from "../open-calls.ts";
import type { RequestId } from "./messages.ts";

/** The requests of one direction that wait for an answer. */
export class PendingRequests {
  readonly #operations = new Map<RequestId, McpOperation>();
  #forget: (() => void) | undefined;

  /** A peer that uses an id again before its answer gives up the first request. */
  add(id: RequestId, operation: McpOperation): void {
    this.take(id)?.endWith({ kind: "unanswered", word: "cancelled" });
    this.#operations.set(id, operation);
    if (this.#operations.size > MOST_PENDING) this.#giveUpOldest();
    this.#forget ??= noteOpenCall(() => this.endAll("process_end"));
  }

  /** The request of this id, which then waits no more. */
  take(id: RequestId): McpOperation | undefined {
    // The SDK numbers its requests and takes the number back as text too.
    const key = this.#operations.has(id) ? id : Number(id);
    const operation = this.#operations.get(key);
    this.#operations.delete(key);
    if (this.#operations.size === 0) this.#settled();
    return operation;
  }

  /** Whether this operation is the one that waits under the id. */
  has(id: RequestId, operation: McpOperation): boolean {
    return this.#operations.get(id) === operation;
  }

  /** Nobody will answer any more. */
  endAll(word: string): void {
    for (const operation of this.#operations.values()) {
      operation.endWith({ kind: "unanswered", word });
    }
    this.#operations.clear();
    this.#settled();
  }

  #giveUpOldest(): void {
    for (const id of this.#operations.keys()) {
      this.take(id)?.endWith({ kind: "unanswered", word: "unanswered" });
      return;
    }
  }

  #settled(): void {
    this.#forget?.();
    this.#forget = undefined;
  }
}

/** A peer that asks and asks, or never answers, takes up no more than this. */
const MOST_PENDING = 10_000;
