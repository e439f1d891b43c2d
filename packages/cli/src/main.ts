#!/usr/bin/env node
import { createProgram } from "./program.ts";

const program = createProgram((code) => {
  process.exitCode = code;
});
await program.parseAsync();
