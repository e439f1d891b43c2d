/** The channel on which the threads of a process talk to each other. */
export const CHANNEL = "@agent-otel/sdk/worker-threads";

/** Sent by workers. */
export type FromWorker =
  | {
      readonly says: "here";
      readonly from: number;
      /** A number: 1 while the worker has something that is not sent, or does not know. */
      readonly unsent: SharedArrayBuffer;
    }
  /** It begins, or has ended, to send what it had when the round began. */
  | { readonly says: "flushed" | "heard"; readonly from: number; readonly round: number };

/** Sent by the main thread, to all of them. */
export interface FromMain {
  readonly says: "flush";
  readonly round: number;
}

/** Reads what a worker has sent; `undefined` when it is something else. */
export function readMessage(event: unknown): FromWorker | undefined {
  const [says, from, round, unsent] = ["says", "from", "round", "unsent"].map((name) =>
    readData(event, name),
  );
  if (typeof from !== "number") return undefined;
  if (says === "here" && unsent instanceof SharedArrayBuffer) return { says, from, unsent };
  if (says !== "heard" && says !== "flushed") return undefined;
  return typeof round === "number" ? { says, from, round } : undefined;
}

/** Other code of the process could write to the channel too. */
export function readData(event: unknown, name: string): unknown {
  const data: unknown =
    typeof event === "object" && event !== null ? Reflect.get(event, "data") : undefined;
  return typeof data === "object" && data !== null ? Reflect.get(data, name) : undefined;
}
