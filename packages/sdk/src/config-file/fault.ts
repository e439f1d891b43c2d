/** A place in the file: keys of mappings and indices of lists, from the outside in. */
export type Path = readonly (number | string)[];

/** Something wrong at one place of the file. */
export interface Fault {
  readonly path: Path;
  /** What a right value looks like. */
  readonly expected: string;
  readonly suggestion?: string;
  /** True when the value itself must not be printed. */
  readonly secret?: boolean;
  /** What happens instead; absent when telemetry cannot run with it. */
  readonly used?: string;
}

/** Renders a place as `tracer_provider.processors[0].batch`. */
export function formatPath(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      const key = /^[\w/-]+$/.test(step) ? step : JSON.stringify(step.slice(0, 40));
      return index === 0 ? key : `.${key}`;
    })
    .join("");
}

/** True where the file holds what may be a credential. */
export function isSecretPlace(path: Path): boolean {
  // A file that is no mapping may be a secret's own file, and a key may stand where its path should.
  if (path.length === 0) return true;
  return path.some((step) => secretKeys.has(String(step)));
}

const secretKeys: ReadonlySet<string> = new Set([
  "endpoint",
  "headers",
  "headers_list",
  "key_file",
]);
