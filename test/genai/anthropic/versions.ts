/** A version of the client that is tested. */
export interface ClientVersion {
  /** Name of the dependency of `@agent-otel/sdk`. */
  readonly client: string;
  /** Forms that do not end there, with or without instrumentation. */
  readonly without?: string;
  /** Whether it has spans of its own. */
  readonly native?: boolean;
}

/** Over two years: each has changed how promises, streams or helpers work. */
export const VERSIONS: readonly ClientVersion[] = [
  { client: "anthropic-0.32", without: "stream, aborted while waiting" },
  { client: "anthropic-0.39" },
  { client: "anthropic-0.60" },
  { client: "anthropic-0.71" },
  { client: "anthropic-0.91" },
  { client: "anthropic-0.133" },
  { client: "anthropic-0.134", native: true },
  { client: "@anthropic-ai/sdk", native: true },
];

/** How a program loads it. */
export const FORMATS = ["esm", "cjs"] as const;
