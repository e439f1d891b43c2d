import type { DetectorName } from "../config/config.ts";

/** A package of detectors that ask where in a cloud this process runs. */
export interface CloudDetector {
  readonly name: string;
  /** As the metapackage of the instrumentations sees it, or an absolute path. */
  readonly package: string;
  /** Of two exports that know the same attribute, the later one is believed. */
  readonly exports: readonly string[];
}

/** The detectors that send requests to a metadata server. They never run unless they are asked for by name. */
export const cloudDetectors: Readonly<Partial<Record<DetectorName, CloudDetector>>> = {
  alibaba: {
    name: "alibaba",
    package: "@opentelemetry/resource-detector-alibaba-cloud",
    exports: ["alibabaCloudEcsDetector"],
  },
  aws: {
    name: "aws",
    package: "@opentelemetry/resource-detector-aws",
    // From the machine to what runs on it: a task of ECS has both.
    exports: [
      "awsEc2Detector",
      "awsEcsDetector",
      "awsEksDetector",
      "awsBeanstalkDetector",
      "awsLambdaDetector",
    ],
  },
  azure: {
    name: "azure",
    package: "@opentelemetry/resource-detector-azure",
    exports: [
      "azureVmDetector",
      "azureAksDetector",
      "azureContainerAppsDetector",
      "azureAppServiceDetector",
      "azureFunctionsDetector",
    ],
  },
  gcp: {
    name: "gcp",
    package: "@opentelemetry/resource-detector-gcp",
    exports: ["gcpDetector"],
  },
};
