import {
  checkCompression,
  checkGrpcUrl,
  checkHttpUrl,
  checkMilliseconds,
  checkPemFile,
} from "./checks.ts";
import { checkHeaderItem, checkHeaderPairs } from "./check-headers.ts";
import type { ChoiceShape, Shape } from "./shape.ts";
import { anything, checked, choice, ignored, keys, list } from "./shape-parts.ts";

/** A time to wait. */
export const milliseconds: Shape = { kind: "value", check: checkMilliseconds };
const pemFile: Shape = { kind: "value", check: checkPemFile };
const tls = { ca_file: pemFile, key_file: pemFile, cert_file: pemFile };

const otlp = {
  compression: checked(checkCompression),
  timeout: milliseconds,
};
const otlpHttp = {
  ...otlp,
  headers: list(checked(checkHeaderItem("http"))),
  headers_list: checked(checkHeaderPairs("http")),
  endpoint: checked(checkHttpUrl),
  tls: keys(tls),
  encoding: anything,
};
const otlpGrpc = {
  ...otlp,
  headers: list(checked(checkHeaderItem("grpc"))),
  headers_list: checked(checkHeaderPairs("grpc")),
  endpoint: checked(checkGrpcUrl),
  tls: keys({ ...tls, insecure: anything }),
};
const preferences = { temporality_preference: anything, default_histogram_aggregation: anything };

/** Where spans and log records go. */
export const exporter: ChoiceShape = choice({
  otlp_http: keys(otlpHttp),
  otlp_grpc: keys(otlpGrpc),
  console: keys({}),
});
/** Where metrics are sent. */
export const pushExporter: ChoiceShape = choice({
  otlp_http: keys({ ...otlpHttp, ...preferences }),
  otlp_grpc: keys({ ...otlpGrpc, ...preferences }),
  console: keys({}, ignored("temporality_preference", "default_histogram_aggregation")),
});
/** Where metrics are fetched. */
export const pullExporter: ChoiceShape = choice({
  "prometheus/development": keys(
    {
      host: anything,
      port: anything,
      scope_info_enabled: anything,
      "target_info_enabled/development": anything,
    },
    ignored("resource_constant_labels", "translation_strategy"),
  ),
});
