import type { Socket } from "node:net";
import type { ChannelCredentials } from "@grpc/grpc-js";
import { leaveOutAddress } from "./leave-out-address.ts";

/**
 * The same credentials, with two faults of grpc-js mended where its connections are made:
 *
 * - It names the host in the TLS handshake even when that is an IP address, which RFC 6066 forbids and Node 26 refuses.
 *   The name is left out, as `node:https` does, and the certificate is verified for the address.
 * - It keeps the process alive while a call is under way, so that a Collector that hangs would delay the end by the
 *   whole timeout. Whoever waits for telemetry has a timer.
 */
export function adaptCredentials(credentials: ChannelCredentials): ChannelCredentials {
  const adapted: ChannelCredentials = Object.create(credentials);
  // oxlint-disable-next-line no-underscore-dangle -- grpc-js documents no other place for it
  const create = credentials._createSecureConnector.bind(credentials);
  // oxlint-disable-next-line no-underscore-dangle -- as above
  adapted._createSecureConnector = (...parts) => {
    const connector = create(...parts);
    // Should grpc-js change inside, nothing is left out, and connections to addresses are refused as ever.
    leaveOutAddress(Reflect.get(connector, "connectionOptions"));
    const connect = connector.connect.bind(connector);
    connector.connect = async (tcp) => {
      const connected = await connect(tcp);
      letProcessEnd(connected.socket);
      return connected;
    };
    return connector;
  };
  return adapted;
}

function letProcessEnd(socket: Socket): void {
  socket.unref();
  // The HTTP/2 session would take hold again with each call.
  socket.ref = () => socket;
}
