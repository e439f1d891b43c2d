/** How bad a finding is: `error` breaks the conventions, `warning` will mislead readers, `info` is worth knowing. */
export type FindingLevel = "error" | "warning" | "info";

/** What is wrong. */
export type FindingCode =
  /** An attribute is absent that is always required. */
  | "missing_required"
  /** An attribute is absent whose condition visibly holds. */
  | "missing_conditional"
  /** A name in a namespace of the conventions that they do not have. */
  | "unknown_attribute"
  /** The conventions have the attribute, but not on this signal. */
  | "unlisted_attribute"
  /** A name or value that was renamed or given up. */
  | "deprecated"
  /** A name of a later version than the one validated against. */
  | "later_version"
  /** A value of another type. */
  | "wrong_type"
  /** A value that the conventions do not know; they leave room for others. */
  | "unknown_value"
  | "wrong_name"
  | "wrong_kind"
  | "wrong_unit"
  | "wrong_instrument"
  | "wrong_severity"
  /** Bucket boundaries that differ from the advised ones. */
  | "other_buckets"
  /** A content is recorded while the capture of contents is off. */
  | "content_recorded"
  /** A content is not what its schema says. */
  | "invalid_content"
  /** The status and `error.type` do not agree. */
  | "inconsistent_error"
  /** A part is larger than what it is part of. */
  | "inconsistent_tokens"
  /** A metric or event in a namespace of the conventions that they do not have. */
  | "unknown_signal"
  /** Spans of one trace that do not fit together. */
  | "inconsistent_trace";

/** Something that does not conform. */
export interface Finding {
  readonly level: FindingLevel;
  readonly code: FindingCode;
  /** The span, metric or event, by its name. */
  readonly subject: string;
  /** The attribute in question, if it is one. */
  readonly attribute?: string;
  /** What is wrong and what would be right; holds no values of contents. */
  readonly message: string;
}

/** One finding as a line of text. */
export function formatFinding({ level, code, subject, message }: Finding): string {
  return `${level} ${code}: ${subject}: ${message}`;
}

/** Takes findings about one subject. */
export type Report = (
  level: FindingLevel,
  code: FindingCode,
  message: string,
  attribute?: string,
) => void;

/** Findings of one subject, and the function that adds to them. */
export function findingsOf(subject: string): {
  readonly findings: Finding[];
  readonly report: Report;
} {
  const findings: Finding[] = [];
  const report: Report = (level, code, message, attribute) => {
    findings.push({
      level,
      code,
      subject,
      ...(attribute === undefined ? {} : { attribute }),
      message,
    });
  };
  return { findings, report };
}
