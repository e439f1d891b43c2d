import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { STATUS_CODES } from "node:http";

/** An error that is meant for the client: `status` and `detail` are sent as they are. */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem";
  readonly status: number;

  constructor(status: number, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.status = status;
  }
}

/** The body of every error, after RFC 9457 (https://www.rfc-editor.org/rfc/rfc9457). */
export interface ProblemDetails {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** For an invalid body: which field, and what is wrong with it. */
  readonly errors?: readonly FieldError[];
}

interface FieldError {
  readonly field: string;
  readonly detail: string;
}

/** Makes every error of the application a problem document: thrown ones, unknown routes, and invalid bodies. */
export function installProblems(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    return sendProblem(reply, createProblem(404, `There is no ${request.method} ${path}.`));
  });
  app.setErrorHandler((error: FastifyError, request, reply) => handleError(error, request, reply));
}

/** Answers an error of the application, of Fastify itself or of the code below; the last two only as far as is safe. */
export function handleError(
  error: FastifyError | HttpProblem,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = toProblem(error);
  // What the client may not see, the operator must.
  if (problem.status >= 500 && !(error instanceof HttpProblem)) {
    request.log.error({ failure: describeFailure(error) }, "the request failed");
  }
  return sendProblem(reply, problem);
}

/** Where it happened, without the message: it may quote what a user or the model wrote (docs/decisions/032). */
function describeFailure({ name, code, stack = "" }: FastifyError): object {
  const frames = stack.split("\n").filter((line) => line.startsWith("    at "));
  return { type: name, code, frames: frames.map((line) => line.trim()) };
}

/** A problem document with the standard title of its status. */
export function createProblem(
  status: number,
  detail: string,
  errors: readonly FieldError[] = [],
): ProblemDetails {
  const title = STATUS_CODES[status] ?? "Error";
  return { type: "about:blank", title, status, detail, ...(errors.length === 0 ? {} : { errors }) };
}

function sendProblem(reply: FastifyReply, problem: ProblemDetails): FastifyReply {
  return reply
    .code(problem.status)
    .type("application/problem+json")
    .serializer(JSON.stringify)
    .send(problem);
}

function toProblem(error: FastifyError | HttpProblem): ProblemDetails {
  if (error instanceof HttpProblem) return createProblem(error.status, error.message);
  if (error.validation !== undefined) {
    const errors = error.validation.map(toFieldError);
    const fields = errors.map(({ field, detail }) => `${field} ${detail}`);
    return createProblem(400, `The request is not valid: ${fields.join("; ")}.`, errors);
  }
  const status = error.statusCode ?? 500;
  // Fastify's own messages for 4xx are written for the client; those of any other error may tell too much.
  if (status >= 400 && status < 500) {
    const inBody = error.code?.startsWith("FST_ERR_CTP_") ?? false;
    const errors = inBody ? [{ field: "body", detail: error.message }] : [];
    return createProblem(status, error.message, errors);
  }
  return createProblem(500, "The server could not handle this request.");
}

function toFieldError(fault: NonNullable<FastifyError["validation"]>[number]): FieldError {
  const { instancePath, params, message = "is not valid" } = fault;
  const path = instancePath.split("/").slice(1);
  if (typeof params["missingProperty"] === "string") {
    return { field: [...path, params["missingProperty"]].join("."), detail: "is required" };
  }
  if (typeof params["additionalProperty"] === "string") {
    return { field: [...path, params["additionalProperty"]].join("."), detail: "is not known" };
  }
  const isBlank = fault.keyword === "pattern" && params["pattern"] === "\\S";
  const detail = isBlank ? "must not be blank" : message;
  return { field: path.length === 0 ? "body" : path.join("."), detail };
}
