import { promisify } from "node:util";
import type { Batch } from "../batch.ts";
import { ExportError, NO_COLLECTOR } from "../explain-failure.ts";
import { parseRetryAfter } from "../retry.ts";
import { type Answer, MAX_ANSWER_BYTES } from "./http-exchange.ts";
import { readExportResponse, readFailureText } from "./response.ts";
import type { TransportResult } from "./transport.ts";

interface JudgeOptions {
  /** The content type of the request. */
  readonly sent: Batch["contentType"];
  /** Takes our credentials out of a text. */
  readonly scrub: (text: string) => string;
  /** Unix time in milliseconds. */
  readonly now: number;
}

/** Says what an HTTP answer means ("OTLP/HTTP Response"). */
export async function judgeAnswer(answer: Answer, options: JudgeOptions): Promise<TransportResult> {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return await judgeSuccess(answer, options);
  const error = new ExportError(`HTTP status ${status}`, {
    code: status,
    serverText: options.scrub(await serverText(answer)),
  });
  if (retryable.has(status)) {
    const afterMs = parseRetryAfter(headers["retry-after"], options.now);
    return {
      kind: "retry",
      unreachable: false,
      error,
      ...(afterMs === undefined ? {} : { afterMs }),
    };
  }
  return { kind: status === 413 ? "too-large" : "failed", error };
}

/** "Retryable Response Codes". */
const retryable = new Set([429, 502, 503, 504]);

async function judgeSuccess(
  answer: Answer,
  { sent, scrub }: JudgeOptions,
): Promise<TransportResult> {
  try {
    const body = await decodedBody(answer);
    const { rejected, message } = readExportResponse(body, encodingOf(answer, { sent, body }));
    return { kind: "delivered", rejected, message: scrub(message) };
  } catch (cause) {
    const type = mediaType(answer) === "" ? "" : `, ${scrub(mediaType(answer))}`;
    return {
      kind: "failed",
      error: new ExportError(
        `the answer (HTTP status ${answer.status}${type}) is no OTLP response`,
        { remedy: NO_COLLECTOR, cause },
      ),
    };
  }
}

async function serverText(answer: Answer): Promise<string> {
  const { status, headers } = answer;
  if (status >= 300 && status < 400) return redirectTarget(headers.location);
  try {
    return readFailureText(await decodedBody(answer), mediaType(answer));
  } catch {
    // The status says enough; its text cannot be read.
    return "";
  }
}

/** No more of the URL than its origin: the rest may hold a token. */
function redirectTarget(location: string | undefined): string {
  if (location === undefined || !URL.canParse(location)) return "a redirect, which is not followed";
  return `a redirect to ${new URL(location).origin}, which is not followed`;
}

async function decodedBody({ body, complete, headers }: Answer): Promise<Buffer> {
  const coding = headers["content-encoding"] ?? "identity";
  if (!complete) throw new RangeError(`longer than ${MAX_ANSWER_BYTES} bytes`);
  if (coding === "identity" || body.length === 0) return body;
  if (coding !== "gzip") throw new Error(`compressed as ${coding}`);
  const zlib = await import("node:zlib");
  const gunzip = promisify<Uint8Array, object, Buffer>(zlib.gunzip);
  return await gunzip(body, { maxOutputLength: MAX_ANSWER_BYTES });
}

/**
 * The response should be written as the request was; some servers answer in JSON always. An empty one is a valid
 * message of either, whatever its type. No other type will do: nearly any short text is a protobuf message with fields that nobody knows.
 */
function encodingOf(
  answer: Answer,
  { sent, body }: { sent: Batch["contentType"]; body: Buffer },
): "json" | "protobuf" {
  const given = mediaType(answer);
  const isOfOurs = body.length === 0 || (given === "" && sent === "application/json");
  const type = isOfOurs ? sent : given;
  if (type === "application/json") return "json";
  if (type === "application/x-protobuf") return "protobuf";
  throw new TypeError(type === "" ? "no content type" : `content type ${type}`);
}

function mediaType({ headers }: Answer): string {
  return (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
