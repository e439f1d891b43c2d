/** Settings made in code; each wins over the environment. */
export interface ConfigOptions {
  /** `service.name` of everything that is sent. @default OTEL_SERVICE_NAME */
  readonly serviceName?: string;
  /** Resource attributes, merged over OTEL_RESOURCE_ATTRIBUTES. @default none */
  readonly resourceAttributes?: Readonly<Record<string, string>>;
}
