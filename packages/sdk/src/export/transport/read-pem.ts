import { readFileSync } from "node:fs";

/**
 * Reads a PEM file that a variable of OTLP names. Throws an error with the variable, the fault and the file when it
 * cannot be read or holds nothing of use.
 *
 * @param setting The variable's name after `OTEL_EXPORTER_OTLP_`.
 */
export function readPem(setting: string, path: string): Buffer {
  try {
    const pem = readFileSync(path);
    if (!pem.includes("-----BEGIN ")) throw new Error("no PEM file");
    return pem;
  } catch (cause) {
    const code =
      cause instanceof Error && "code" in cause ? String(cause.code) : "it is no PEM file";
    throw new Error(
      `the file ${JSON.stringify(path)} cannot be read (${code}); correct OTEL_EXPORTER_OTLP_${setting}`,
      { cause },
    );
  }
}
