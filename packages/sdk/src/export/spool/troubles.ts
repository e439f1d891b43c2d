import { toOneLine } from "../../env/problem.ts";
import type { Report } from "../../report.ts";

/** What goes wrong with a spool: each thing is told once, and then left alone for a while. */
export class Troubles {
  readonly #directory: string;
  readonly #report: Pick<Report, "warn">;
  readonly #now: () => number;
  readonly #told = new Set<string>();
  #notBefore = -Infinity;

  constructor({
    directory,
    report,
    now,
  }: {
    directory: string;
    report: Pick<Report, "warn">;
    now: () => number;
  }) {
    this.#directory = directory;
    this.#report = report;
    this.#now = now;
  }

  /** False for a while after something went wrong: a full disk is not asked for each batch. */
  mayTry(): boolean {
    return this.#now() >= this.#notBefore;
  }

  /** Something could be written: the next fault is a new one. */
  over(): void {
    this.#told.delete(WRITING);
  }

  /** The file system refuses. */
  tell(error: unknown): void {
    this.#notBefore = this.#now() + PAUSE_MS;
    this.#once(
      WRITING,
      `the spool in ${this.#directory} is of no use: ${messageOf(error)}. What cannot be delivered waits in memory; mend the directory, or set AGENT_OTEL_SPOOL_MAX_BYTES=0.`,
    );
  }

  /** It is too large, or all of the room is under way. */
  noRoom(): void {
    this.#notBefore = this.#now() + PAUSE_MS;
    this.#once(
      "room",
      `the spool in ${this.#directory} has no room for so large a batch, or all of it is being sent. What cannot be delivered waits in memory; raise AGENT_OTEL_SPOOL_MAX_BYTES.`,
    );
  }

  /** A segment cannot be read back. */
  damaged(path: string, error: unknown): void {
    this.#once(
      "damaged",
      `a batch in the spool cannot be read and is lost: ${path}: ${messageOf(error)}. Of others like it nothing is said.`,
    );
  }

  /** A segment is not there any more. */
  gone(): void {
    this.#once(
      "gone",
      `batches of this process are gone from the spool in ${this.#directory}, and are lost: somebody has cleared it, or another process needed the room.`,
    );
  }

  /** Something in our directories is not ours. */
  foreign(directory: string, names: readonly string[]): void {
    const some = names.slice(0, 3).join(", ");
    this.#once(
      directory,
      `${names.length} entries of ${directory} are no batches and are left alone: ${some}${names.length > 3 ? ", …" : ""}.`,
    );
  }

  /** What others have left cannot be read, or not now. */
  unread(directory: string, error: unknown): void {
    this.#once(
      `unread ${directory}`,
      `what was left in ${directory} cannot be read, and waits there: ${messageOf(error)}.`,
    );
  }

  /** The oldest made room, and they were other processes'. */
  madeRoom(items: number): void {
    this.#report.warn(
      `the spool in ${this.#directory} is full: ${items} spans, metric points or log records are lost that other processes had left there, the oldest ones.`,
    );
  }

  #once(key: string, message: string): void {
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#report.warn(toOneLine(message));
  }
}

const WRITING = "writing";
const PAUSE_MS = 30_000;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
