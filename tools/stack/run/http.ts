/** Answer of {@link request}; status 0 when there was none. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

/** What to send. */
export interface HttpOptions {
  /** Sent as a JSON body by POST; without it the request is a GET. */
  readonly json?: unknown;
  /** Time for the whole answer, in milliseconds. @default 2000 */
  readonly timeoutMs?: number;
}

/** Asks once. Never rejects: what went wrong is in the body of an answer with status 0. */
export async function request(
  url: string,
  { json, timeoutMs = 2_000 }: HttpOptions = {},
): Promise<HttpAnswer> {
  try {
    const answer = await fetch(url, {
      method: json === undefined ? "GET" : "POST",
      headers: {
        accept: "application/json",
        ...(json === undefined ? {} : { "content-type": "application/json" }),
      },
      body: json === undefined ? null : JSON.stringify(json),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: answer.status, body: await answer.text(), headers: answer.headers };
  } catch (error) {
    return { status: 0, body: reason(error), headers: new Headers() };
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
