/** `ExportResultCode` of `@opentelemetry/core`, which need not be loaded for it. */
export const ExportResultCode = { SUCCESS: 0, FAILED: 1 } as const;
