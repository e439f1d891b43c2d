// What OpenTelemetry's own documentation has an application load: NodeSDK as it is, ended when the application is done.
import { NodeSDK } from "@opentelemetry/sdk-node";

const sdk = new NodeSDK();
sdk.start();
process.once("beforeExit", () => {
  // An export that failed rejects here; an application that did not expect that would crash.
  sdk.shutdown().catch(() => {});
});
