import { unlinkSync } from "node:fs";
import { unlink } from "node:fs/promises";
import { untraced } from "../transport/untraced.ts";
import { isMissing } from "./leftovers.ts";

/** Files that are being removed. */
export class Removals {
  readonly #underWay = new Map<string, () => void>();
  readonly #settled = new Set<Promise<void>>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Begins with one; `onRemoved` is not called when somebody else was faster. */
  start(path: string, onRemoved: () => void = () => {}): void {
    this.#underWay.set(path, onRemoved);
    const settled = untraced(() => this.#remove(path)).finally(() => this.#settled.delete(settled));
    this.#settled.add(settled);
  }

  /** Settles when all have been removed; never rejects. */
  async finish(): Promise<void> {
    await Promise.all(this.#settled);
  }

  /** As {@link finish}, at once. */
  finishSync(): void {
    for (const [path, onRemoved] of this.#underWay) {
      try {
        unlinkSync(path);
      } catch {
        // Removed, without anybody having heard of it; or the next process sees to it.
      }
      onRemoved();
    }
    this.#underWay.clear();
  }

  async #remove(path: string): Promise<void> {
    try {
      await unlink(path);
      this.#underWay.get(path)?.();
    } catch (error) {
      if (!isMissing(error)) this.#onError(error);
    }
    this.#underWay.delete(path);
  }
}
