import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { Document } from "bson";
import { database } from "./commands.js";
import { messageReader, readRequest, writeReply, type Request } from "./wire.js";

/**
 * What goes wrong with a command: its connection is cut before it took effect or after, it is never answered, or it is
 * none that this server has.
 */
export type Trouble = "cut before" | "cut after" | "silence" | "refuse";

/**
 * A server that real drivers talk to over TCP, for tests: MongoDB 4.4 on its own, as far as the store uses it. It
 * refuses every command, option and operator that it does not know. Its data live as long as it does, also while
 * it is shut.
 */
export interface MongoServer extends AsyncDisposable {
  readonly uri: string;
  /** Asked at each command but greetings; the fail point of tests. A promise holds the command until it resolves. */
  trouble: (name: string, command: Document) => Trouble | undefined | Promise<Trouble | void>;
  /** How many there are now. */
  connections(): number;
  /** Ends all connections and takes no more. */
  shut(): Promise<void>;
  /** Opens again, on the same port. */
  open(): Promise<void>;
}

const GREETINGS = ["hello", "ismaster", "isMaster", "ping", "endSessions"];

export const openMongoServer = async (): Promise<MongoServer> => {
  const execute = database();
  const sockets = new Set<Socket>();

  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    const read = messageReader();
    socket.on("data", (chunk: Buffer) => {
      try {
        read(chunk).forEach((message) => receive(socket, message));
      } catch {
        // What is no message is no reason to go on.
        socket.destroy();
      }
    });
  };

  const receive = (socket: Socket, message: Buffer): void => {
    if (socket.destroyed) return;
    const request = readRequest(message);
    const [name = ""] = Object.keys(request.command);
    const trouble = GREETINGS.includes(name) ? undefined : server.trouble(name, request.command);
    if (trouble instanceof Promise) void trouble.then((known) => answer(socket, request, name, known ?? undefined));
    else answer(socket, request, name, trouble);
  };

  const answer = (socket: Socket, request: Request, name: string, trouble: Trouble | undefined): void => {
    if (trouble === "cut before") return void socket.destroy();
    if (trouble === "silence") return;
    const command = trouble === "refuse" ? { [`no-${name}`]: 1 } : request.command;
    const reply = writeReply(request, execute(command));
    if (trouble === "cut after") socket.destroy();
    else socket.write(reply);
  };

  let tcp: Server | undefined;
  let port = 0;
  const server: MongoServer = {
    get uri() {
      return `mongodb://127.0.0.1:${port}`;
    },
    trouble: () => undefined,
    connections: () => sockets.size,
    async open() {
      tcp = createServer(serve).listen(port, "127.0.0.1");
      await once(tcp, "listening");
      ({ port } = tcp.address() as AddressInfo);
    },
    async shut() {
      if (tcp === undefined) return;
      const closed = once(tcp, "close");
      tcp.close();
      sockets.forEach((socket) => socket.destroy());
      await closed;
      tcp = undefined;
    },
    [Symbol.asyncDispose]: () => server.shut(),
  };
  await server.open();
  return server;
};
