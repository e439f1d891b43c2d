export const PROTOCOLS = ["grpc", "http/protobuf"] as const;
export type Protocol = (typeof PROTOCOLS)[number];
export async function verifyStack(): Promise<boolean> {
  return false;
}
