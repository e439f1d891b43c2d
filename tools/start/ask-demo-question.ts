import { setTimeout as delay } from "node:timers/promises";

/** The demo could not be done; the message says why. */
export class DemoError extends Error {
  override name = "DemoError";
}

/** A question that makes the agent use a tool. */
export const demoQuestion = "Where is my order 1042, and what is 17% of 249.90?";

/** What came of the demo question. */
export interface DemoAnswer {
  question: string;
  /** One line, without control characters. */
  answer: string;
  traceId: string;
}

/** Waits until the backend says that it is well, for at most 30 s. Throws when it ended or the time is over. */
export async function waitForHealth(url: string, ended: AbortSignal): Promise<void> {
  const deadline = AbortSignal.any([ended, AbortSignal.timeout(healthDeadlineMs)]);
  while (!deadline.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- a poll
    if (await isHealthy(url, deadline)) return;
    // oxlint-disable-next-line no-await-in-loop -- a poll; an abort is seen by the condition
    await delay(100, undefined, { signal: deadline }).catch(() => {});
  }
  throw new DemoError(
    `${url}/monitoring/health did not answer within ${healthDeadlineMs / 1000} s`,
  );
}

/** Asks the demo question. Throws {@link DemoError}. */
export async function askDemoQuestion(url: string, ended: AbortSignal): Promise<DemoAnswer> {
  const response = await fetch(`${url}/v1/chat`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ message: demoQuestion }),
    signal: AbortSignal.any([ended, AbortSignal.timeout(answerDeadlineMs)]),
  });
  const body: unknown = await response.json();
  if (!response.ok) {
    const detail = readText(body, "detail") ?? readText(body, "title") ?? "";
    throw new DemoError(`the backend answered ${response.status}: ${oneLine(detail)}`);
  }
  const traceId = /^00-([0-9a-f]{32})-/.exec(response.headers.get("traceparent") ?? "")?.[1];
  if (traceId === undefined) {
    throw new DemoError("the answer has no traceparent header. Is OTEL_SDK_DISABLED set?");
  }
  return { question: demoQuestion, answer: oneLine(readText(body, "answer") ?? ""), traceId };
}

const healthDeadlineMs = 30_000;
const answerDeadlineMs = 60_000;

/** A parent that is not sampled: the polls of a start are not worth a trace. */
const unsampled = { traceparent: `00-${"ab".repeat(16)}-${"cd".repeat(8)}-00` };

async function isHealthy(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`${url}/monitoring/health`, { headers: unsampled, signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Not listening yet; the caller has a deadline.
    return false;
  }
}

function readText(body: unknown, key: string): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const value: unknown = Object.entries(body).find(([name]) => name === key)?.[1];
  return typeof value === "string" ? value : undefined;
}

/** The model's words go to a terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").slice(0, 500);
}
