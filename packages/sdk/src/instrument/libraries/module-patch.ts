/** How one npm package is instrumented at the moment the application loads it. */
export interface ModulePatch {
  /** The package's name as the application imports it, e.g. `openai`. */
  readonly package: string;
  /** Supported versions as semver ranges; another version is left alone. */
  readonly versions: readonly string[];
  /** Files of the package whose exports are patched, relative to its folder; its main entry when absent. */
  readonly files?: readonly string[];
  /** Patches the exports and returns them. Called once per loaded copy; must not throw. */
  patch(exports: unknown, version: string | undefined): unknown;
}
