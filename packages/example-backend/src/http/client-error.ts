import type { Socket } from "node:net";
import { createProblem } from "./problem.ts";

/** Answers bytes that are not an HTTP request. No route and no span exists for them, only the socket. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const problem = problemOf(error.code);
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      "Content-Type: application/problem+json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}

function problemOf(code: string | undefined): ReturnType<typeof createProblem> {
  if (code === "HPE_HEADER_OVERFLOW") return createProblem(431, "The headers are too large.");
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return createProblem(408, "The request took too long.");
  return createProblem(400, "This is not a valid HTTP request.");
}
