/**
 * Runs `build` while the named variables are absent from the environment. Upstream's constructors read
 * `process.env` once more and let it add to, or clash with, what they are given; our configuration has
 * read these variables already, so they must not count twice.
 */
export function withoutVariables<T>(names: readonly string[], build: () => T): T {
  const hidden = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) delete process.env[name];
  try {
    return build();
  } finally {
    for (const [name, value] of hidden) if (value !== undefined) process.env[name] = value;
  }
}
