import { fileURLToPath } from "node:url";

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Where the programs are that `npm start` runs. */
export const programPaths = {
  root: fromRoot(""),
  tsc: fromRoot("node_modules/.bin/tsc"),
  cli: fromRoot("packages/cli/dist/main.js"),
  backend: fromRoot("packages/example-backend"),
  backendEnvFile: fromRoot("packages/example-backend/.env"),
};
