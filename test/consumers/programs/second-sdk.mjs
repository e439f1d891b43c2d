// Sets up an OpenTelemetry SDK of its own, with all that belongs to it.
import { NodeSDK } from "@opentelemetry/sdk-node";

new NodeSDK({ spanProcessors: [], metricReaders: [], logRecordProcessors: [] }).start();
