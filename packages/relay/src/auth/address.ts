import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv4, isIPv6, type Socket } from "node:net";

/** How many proxies a request may have passed; what a longer `X-Forwarded-For` says further away is not read. */
const MAX_PROXIES = 16;

/** Whether what the sender of a request says of where it came from is believed; the relay's own peer is hop 0. */
export type Trust = (address: string, hop: number) => boolean;

export const trustNobody: Trust = () => false;

const unmapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");

const family = (address: string): "ipv4" | "ipv6" => (isIPv6(address) ? "ipv6" : "ipv4");

const addTo = (list: BlockList, range: string): boolean => {
  const [address = "", bits, ...rest] = range === "loopback" ? ["127.0.0.0", "8"] : range.split("/");
  if (range === "loopback") list.addAddress("::1", "ipv6");
  if (isIP(address) === 0 || rest.length > 0) return false;
  if (bits === undefined) list.addAddress(address, family(address));
  else if (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv4(address) ? 32 : 128)) {
    list.addSubnet(address, Number(bits), family(address));
  } else return false;
  return true;
};

/**
 * Reads `TRUST_PROXY`: how many proxies stand before the relay (`true` is one), or their addresses and networks
 * (`10.0.0.0/8, loopback`). Undefined when it is neither.
 */
export const readTrust = (value: string): Trust | undefined => {
  if (value === "false") return trustNobody;
  if (value === "true") return (_address, hop) => hop < 1;
  if (/^\d+$/.test(value)) return Number(value) <= MAX_PROXIES ? (_address, hop) => hop < Number(value) : undefined;
  const list = new BlockList();
  const isRead = value.split(",").every((range) => addTo(list, range.trim()));
  return isRead ? (address) => isIP(address) !== 0 && list.check(address, family(address)) : undefined;
};

/** The address at the other end of a connection: the client's, or a proxy's. */
export const peerAddress = ({ remoteAddress = "" }: Socket): string => unmapped(remoteAddress);

/** Whether a request says that it came through a proxy, trusted or not. */
export const isForwarded = ({ headers }: IncomingMessage): boolean =>
  headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined;

/** The address that a request really came from: the first, from here outwards, that no trusted proxy told. */
export const clientAddress = (request: IncomingMessage, trust: Trust): string => {
  const told = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  const further = told
    .slice(-MAX_PROXIES)
    .map((address) => unmapped(address.trim()))
    .reverse();
  let address = peerAddress(request.socket);
  for (const [hop, next] of further.entries()) {
    if (!trust(address, hop) || isIP(next) === 0) break;
    address = next;
  }
  return address;
};

/** What limits of an address are counted by: an IPv6 network of 64 bits is one household, and free to pick from. */
export const addressKey = (address: string): string => {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("%", 1)[0]!.split("::");
  const groups = (text = ""): string[] => text.split(":").filter((group) => group !== "");
  const [left, right] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  const network = [...left, ...zeros, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
};
