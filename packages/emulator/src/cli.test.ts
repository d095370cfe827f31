import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { connect } from "../test/client.js";

// The compiled program, as people run it.
const program = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

function run(...args: string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ["pipe", "pipe", "pipe"] });
}

async function outcome(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = run(...args);
  let out = "";
  let err = "";
  child.stdout!.on("data", (text) => (out += text));
  child.stderr!.on("data", (text) => (err += text));
  const [code] = (await once(child, "close")) as [number];
  return { code, out, err };
}

describe("the program", () => {
  it("says where it listens, serves, and ends with its standard input", async () => {
    const child = run("--port", "0", "--recogniser", "none", "--watch-stdin");
    const [line] = (await once(createInterface({ input: child.stdout! }), "line")) as [string];
    expect(line).toMatch(/^emulator listening on ws:\/\/127\.0\.0\.1:\d+$/);
    const client = await connect(line.replace("emulator listening on ", ""));
    child.stdin!.end();
    await client.closed();
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(0);
  });

  it.each([
    [["--port", "x"], "--port x is no port"],
    [["--port", "70000"], "--port 70000 is no port"],
    [["--prt", "1"], "--prt"],
    [["--recogniser", "dragon"], "--recogniser dragon is unknown"],
  ])("refuses %j in a sentence", async (args, sentence) => {
    const { code, err } = await outcome(...args);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  it("says that a port is in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { code, err } = await outcome("--port", String(port));
    server.close();
    expect(code).toBe(1);
    expect(err).toBe(`bean-brew-emulator: port ${port} is in use: choose another with --port.\n`);
  });

  it("explains itself", async () => {
    const { code, out } = await outcome("--help");
    expect(code).toBe(0);
    expect(out).toContain("--watch-stdin");
  });
});
