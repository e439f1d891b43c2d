import { request } from "../../tools/stack/run/http.ts";
import { poll } from "../../tools/stack/run/poll.ts";

/** How many of these traces Tempo has, and the text of each that it has. */
export async function storedTraces(
  port: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const left = [...ids];
  const worker = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const url = `http://127.0.0.1:${port}/api/traces/${id}`;
      // oxlint-disable-next-line no-await-in-loop -- each worker one after the other
      const { status, body } = await request(url, { timeoutMs: 10_000 });
      if (status === 200) found.set(id, body);
      else if (status !== 404) throw new Error(`GET ${url} answers ${status}: ${body}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return found;
}

/** Waits until Tempo has all of these traces; gives those that it still lacks after the deadline. */
export async function missingTraces(
  port: number,
  ids: readonly string[],
  deadlineMs: number,
): Promise<readonly string[]> {
  let missing = ids;
  await poll(
    async () => {
      const found = await storedTraces(port, missing);
      missing = missing.filter((id) => !found.has(id));
      return missing.length === 0 || undefined;
    },
    { everyMs: 500, deadlineMs },
  );
  return missing;
}
