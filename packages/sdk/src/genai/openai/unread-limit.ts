/**
 * Calls `check` every ten minutes, which is how long the clients of OpenAI and Anthropic wait for an answer by default,
 * until it says that it is done. Keeps no process alive.
 *
 * @returns A function that ends it.
 */
export function checkUntilDone(check: () => boolean): () => void {
  let timer = wait();
  return () => clearTimeout(timer);

  function wait(): NodeJS.Timeout {
    return setTimeout(() => {
      if (!check()) timer = wait();
    }, UNREAD_LIMIT_MS).unref();
  }
}

const UNREAD_LIMIT_MS = 600_000;
