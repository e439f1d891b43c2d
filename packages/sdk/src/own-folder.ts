/** The folder that the modules of this package lie in, with a slash at its end: sources, compiled files or the bundle. */
export function ownFolder(): URL {
  return new URL(".", import.meta.url);
}
