import { otlpVariableNames, type OtlpSetting, type Signal } from "../env/otlp-variables.ts";
import type { EnvReader } from "../env/reader.ts";
import type { TlsFiles } from "./config.ts";
import { strongest } from "./strongest.ts";

type TlsSetting = "CERTIFICATE" | "CLIENT_CERTIFICATE" | "CLIENT_KEY";

/** The PEM files of a signal. Half a client certificate, and files beside an address without TLS, are problems. */
export function readTlsFiles(
  reader: EnvReader,
  { signal, url }: { readonly signal: Signal; readonly url: string | undefined },
): TlsFiles {
  const read = (setting: TlsSetting): string | undefined => readPath(reader, signal, setting);
  const certificate = read("CERTIFICATE");
  const clientKey = read("CLIENT_KEY");
  const clientCertificate = read("CLIENT_CERTIFICATE");
  if (clientKey === undefined && clientCertificate !== undefined)
    reportHalf(reader, signal, ["CLIENT_CERTIFICATE", "CLIENT_KEY"]);
  if (clientKey !== undefined && clientCertificate === undefined)
    reportHalf(reader, signal, ["CLIENT_KEY", "CLIENT_CERTIFICATE"]);
  if (url?.startsWith("http:") === true) return reportUseless(reader, signal);
  return {
    ...(certificate === undefined ? {} : { certificate }),
    ...(clientKey === undefined || clientCertificate === undefined
      ? {}
      : { clientKey, clientCertificate }),
  };
}

function readPath(reader: EnvReader, signal: Signal, setting: TlsSetting): string | undefined {
  const [own] = otlpVariableNames(signal, setting);
  const name = strongest(reader, signal, setting);
  const path = reader.raw(name);
  if (path === undefined) return undefined;
  // Somebody may have given the key itself in place of its path.
  const shown = setting === "CLIENT_KEY" ? "***" : path.replace(/-----BEGIN .*/s, "***");
  reader.settle(name, shown);
  reader.settle(own, shown, name);
  return path;
}

function reportHalf(
  reader: EnvReader,
  signal: Signal,
  [set, missing]: readonly [OtlpSetting, OtlpSetting],
): void {
  reader.report({
    variable: strongest(reader, signal, set),
    expected: `${strongest(reader, signal, missing)} to be set as well`,
    used: "no client certificate is sent",
  });
}

function reportUseless(reader: EnvReader, signal: Signal): TlsFiles {
  for (const setting of ["CERTIFICATE", "CLIENT_KEY", "CLIENT_CERTIFICATE"] as const) {
    const variable = strongest(reader, signal, setting);
    if (reader.raw(variable) === undefined) continue;
    reader.report({
      variable,
      expected: "an endpoint with https:// beside it",
      used: "the endpoint has no TLS, so the file is not used",
    });
  }
  return {};
}
