import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
try {
  console.log(require("pino/absent"));
} catch (error) {
  console.log(error.code);
}
