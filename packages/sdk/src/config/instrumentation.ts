import { type EnvReader, splitList } from "../env/reader.ts";
import { quote } from "../env/problem.ts";
import { contentCaptures, instrumentationNames } from "../env/values.ts";
import { type VariableName, variables } from "../env/variables.ts";
import type { HttpConfig, InstrumentationConfig } from "./config.ts";

/** What is instrumented, and what the instrumentations record. */
export function readInstrumentation(reader: EnvReader): InstrumentationConfig {
  const enabled = reader.list("OTEL_NODE_ENABLED_INSTRUMENTATIONS", instrumentationNames);
  const disabled = reader.list("OTEL_NODE_DISABLED_INSTRUMENTATIONS", instrumentationNames) ?? [];
  readContentCapture(reader);
  const optIns = variables.OTEL_SEMCONV_STABILITY_OPT_IN.values ?? [];
  // The instrumentations that have a choice read it themselves: here it is only checked.
  reader.list("OTEL_SEMCONV_STABILITY_OPT_IN", optIns);
  return { ...(enabled === undefined ? {} : { enabled }), disabled, http: readHttp(reader) };
}

/** Contents are never recorded today: who asks for them shall not wait for them in vain. */
function readContentCapture(reader: EnvReader): void {
  const variable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
  const capture = reader.choice(variable, contentCaptures, "no content is recorded") ?? "false";
  if (capture === "false" || capture === "no_content") return;
  reader.report({
    variable,
    expected: "false or no_content, for contents are not captured yet",
    found: capture,
    used: "no content is recorded",
  });
  reader.settle(variable, "false");
}

// RFC 9110: a token, which both header names and methods are.
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/;

function readHttp(reader: EnvReader): HttpConfig {
  const headers = (
    which: `${"CLIENT" | "SERVER"}_CAPTURE_${"REQUEST" | "RESPONSE"}`,
  ): readonly string[] =>
    readTokens(reader, `OTEL_INSTRUMENTATION_HTTP_${which}_HEADERS`, "header names").map((name) =>
      name.toLowerCase(),
    );
  const knownMethods = readTokens(
    reader,
    "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS",
    "HTTP methods",
  );
  return {
    serverRequestHeaders: headers("SERVER_CAPTURE_REQUEST"),
    serverResponseHeaders: headers("SERVER_CAPTURE_RESPONSE"),
    clientRequestHeaders: headers("CLIENT_CAPTURE_REQUEST"),
    clientResponseHeaders: headers("CLIENT_CAPTURE_RESPONSE"),
    knownMethods,
  };
}

function readTokens(reader: EnvReader, variable: VariableName, what: string): readonly string[] {
  const items = splitList(reader.raw(variable) ?? variables[variable].default ?? "");
  const good = items.filter((item) => token.test(item));
  for (const item of items.filter((each) => !token.test(each))) {
    reader.report({
      variable,
      expected: `${what} separated by commas`,
      used: `${quote(item)} is left out`,
    });
  }
  if (good.length > 0) reader.settle(variable, good.join(","));
  return good;
}
