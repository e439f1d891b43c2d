// Has dd-trace record the spans that the application makes through the OpenTelemetry API, as its
// documentation says.
import tracer from "dd-trace";

new tracer.TracerProvider().register();
