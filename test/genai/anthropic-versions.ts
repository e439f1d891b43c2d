/** Over two years: each of these releases has changed how promises, streams or helpers work. */
const versions: readonly ClientVersion[] = [
  // An answer that is cut never comes to an end there; in the first, nor does a read that waits when it is aborted.
  { name: "anthropic-0.32", without: "^cut$|stream, aborted while waiting" },
  { name: "anthropic-0.39", without: "^cut$" },
  { name: "anthropic-0.60" },
  { name: "anthropic-0.71" },
  { name: "anthropic-0.91" },
  { name: "anthropic-0.133" },
  { name: "anthropic-0.134", native: true },
  { name: "@anthropic-ai/sdk", native: true },
];

interface ClientVersion {
  /** As it is installed here. */
  readonly name: string;
  /** Pattern of the forms that are not run. @default none */
  readonly without?: string;
  /** Whether it makes spans of its own. @default false */
  readonly native?: boolean;
}

/** The releases of `@anthropic-ai/sdk` that are run, and the ways to load them. */
export const anthropicRuns = versions.flatMap(({ name, without = "^$", native = false }) =>
  ["mjs", "cjs"].map((format) => ({ name, without, native, format }) as const),
);
