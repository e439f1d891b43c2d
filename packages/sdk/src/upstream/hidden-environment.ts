/**
 * Runs `build` while the named variables are absent from the environment. Upstream's constructors read
 * `process.env` once more and let it add to, or clash with, what they are given; our configuration has
 * read these variables already, so they must not count twice.
 */
export function withoutVariables<T>(names: readonly string[], build: () => T): T {
  return withVariables(Object.fromEntries(names.map((name) => [name, undefined])), build);
}

/** Runs `build` while the environment has these values, `undefined` for absent, where upstream knows no other way. */
export function withVariables<T>(
  values: Readonly<Record<string, string | undefined>>,
  build: () => T,
): T {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  setAll(Object.entries(values));
  try {
    return build();
  } finally {
    setAll(before);
  }
}

function setAll(entries: readonly (readonly [string, string | undefined])[]): void {
  for (const [name, value] of entries) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
