import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openHouse, runRelay } from "./house.js";
import { openMongoServer, type MongoServer } from "./mongo/server.js";
import { newDatabase } from "./mongo/stores.js";

let root: string;
let server: MongoServer;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "bean-brew-data-"));
  server = await openMongoServer();
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
  await server[Symbol.asyncDispose]();
});

type Env = Readonly<Record<string, string>>;
const onDisk = async (): Promise<Env> => ({ DATA_DIR: await mkdtemp(join(root, "store-")) });
const inMongo = (): Env => ({ DATA_DIR: "/nowhere", MONGODB_URI: server.uri, MONGODB_DATABASE: newDatabase() });

/** Runs a command of the real program to its end. */
const relay = async (
  env: Env,
  ...args: string[]
): Promise<{ readonly code: number | string; readonly said: string }> => {
  const program = runRelay(env, args);
  return { code: await program.ended(), said: program.printed() };
};
const SMALL = ["--customers", "20", "--appointments", "30", "--orders", "40", "--today", "2026-11-24"];

const exported = async (env: Env, name: string): Promise<string> => {
  const file = join(root, name);
  expect(await relay(env, "export", file)).toMatchObject({ code: 0 });
  return readFile(file, "utf8");
};
/** Stores tell the claims of a document in an order of their own. */
const linesOf = (text: string): unknown[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { claims?: string[] })
    .map((line) => (line.claims ? { ...line, claims: [...line.claims].sort() } : line));

describe("seed, export and import", () => {
  it("move a shop from disk to MongoDB and back, and nothing is lost or doubled on the way", async () => {
    const [disk, mongo, again] = [await onDisk(), inMongo(), await onDisk()];
    const seeded = await relay(disk, "seed", ...SMALL);
    expect(seeded).toMatchObject({ code: 0 });
    expect(seeded.said).toContain("There are 20 customers, 30 appointments and 40 orders of seed 1.");
    expect(seeded.said).toMatch(/seeding \[={30}\] 100 %/);
    const first = await exported(disk, "first.jsonl");
    expect(first.trimEnd().split("\n")).toHaveLength(93);

    const brought = await relay(mongo, "import", join(root, "first.jsonl"));
    expect(brought.said).toContain("93 records read, 93 of them new to this store.");
    expect(brought.said).toMatch(/importing \[={30}\] 100 %/);
    const twice = await relay(mongo, "import", join(root, "first.jsonl"));
    expect(twice).toMatchObject({ code: 0, said: expect.stringMatching(/93 records read, 3 of them new/) as string });
    const second = await exported(mongo, "second.jsonl");
    expect(linesOf(second)).toEqual(linesOf(first));

    await relay(again, "import", join(root, "second.jsonl"));
    expect(await exported(again, "third.jsonl")).toBe(first);
    const seededAgain = await relay(again, "seed", ...SMALL);
    expect(seededAgain.said).toContain("There are 20 customers");
    expect(await exported(again, "fourth.jsonl")).toBe(first);
  });

  it("print to standard output without a file, and nothing else", async () => {
    const disk = await onDisk();
    await relay(disk, "seed", "--customers", "1", "--appointments", "0", "--orders", "0");
    const program = runRelay(disk, ["export"]);
    const chunks: Buffer[] = [];
    program.child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    expect(await program.ended()).toBe(0);
    expect(linesOf(Buffer.concat(chunks).toString())).toMatchObject([
      { counter: "customers" },
      { collection: "customers", id: "CUST0001" },
    ]);
  });

  const CASES: readonly (readonly [args: string[], sentence: RegExp])[] = [
    [["seed", "--customers", "many"], /^--customers must be a whole number from 0 to 30000, not "many"\.$/m],
    [["seed", "--today", "tomorrow"], /^--today must be a day such as 2026-11-24, not "tomorrow"\.$/m],
    [["seed", "--quickly"], /^Unknown option '--quickly'\. Usage: seed /m],
    [["import"], /^"import" takes one file: .* Usage: import FILE$/m],
    [["import", "/nowhere/file"], /^\/nowhere\/file cannot be read: ENOENT/m],
    [["import", "BAD"], /^Line 2 of .* cannot be imported: it is not a JSON object\.$/m],
    [["import", "OTHER"], /^Line 2 of .* contradicts what the store holds: .* Import into an empty store\.$/m],
    [["export", "/nowhere/file"], /^\/nowhere\/file cannot be written: ENOENT/m],
    [["export", "a", "b"], /^"export" takes one file at most\. Usage: export \[FILE\]$/m],
    [["customers"], /^"customers" wants to know what to do, and for whom\./m],
    [["customers", "erase"], /^"customers" wants to know/m],
    [["customers", "erase", "everybody"], /^"everybody" is not a customer's number/m],
    [["customers", "erase", "CUST0042"], /^Nothing is stored of CUST0042\.$/m],
  ];
  it("end with one sentence, and code 1, when something is wrong", async () => {
    const disk = await onDisk();
    const counter = '{"counter":"orders","last":1}';
    const customer = (phone: string): string =>
      JSON.stringify({
        collection: "customers",
        id: "CUST0001",
        claims: [`phone:${phone}`],
        body: { name: "A", phone, email: "a@example.com", joined: "2026-11-24" },
      });
    await writeFile(join(root, "BAD"), `${counter}\nnonsense\n`);
    await writeFile(join(root, "OTHER"), `${customer("1")}\n${customer("2")}\n`);
    const place = (arg: string): string => (/^[A-Z]+$/.test(arg) ? join(root, arg) : arg);
    for (const [args, sentence] of CASES) {
      const { code, said } = await relay(disk, ...args.map(place));
      expect([args, code]).toEqual([args, 1]);
      expect(said).toMatch(sentence);
      expect(said).not.toMatch(/^\s+at /m);
    }
  });

  it("say in one sentence that the database is away, without the password", async () => {
    const env = { MONGODB_URI: "mongodb://shop:hunter2@127.0.0.1:9/" };
    for (const uri of [env.MONGODB_URI, "mongodb://shop:hunter2@"]) {
      const { code, said } = await relay({ MONGODB_URI: uri }, "export");
      expect(code).toBe(1);
      expect(said).toMatch(/MONGODB_URI (names cannot be used|is not a valid address)/);
      expect(said).not.toContain("hunter2");
    }
  });
});

describe("docs/stores.md", () => {
  it("shows commands that work, one after the other", async () => {
    const page = await readFile(new URL("../docs/stores.md", import.meta.url), "utf8");
    const env = { ...(await onDisk()), MONGODB_DATABASE: newDatabase() };
    const file = join(root, "shop.jsonl");
    const ran: string[] = [];
    for (const [, uri, words = ""] of page.matchAll(/^(MONGODB_URI=\S+ )?bean-brew-relay (.+)$/gm)) {
      const args = words.split(" ").map((word) => (word === "shop.jsonl" ? file : word));
      const { code, said } = await relay(uri === undefined ? env : { ...env, MONGODB_URI: server.uri }, ...args);
      expect([words, code, said]).toEqual([words, 0, said]);
      ran.push(args[0]!);
    }
    expect(ran).toEqual(["seed", "export", "import", "customers", "customers"]);
  });
});

describe("a person's data", () => {
  it("is neither printed nor erased while conversations wait for a store that was away", async () => {
    const env = await onDisk();
    await relay(env, "seed", ...SMALL);
    const folder = join(env["DATA_DIR"]!, "spill");
    await mkdir(folder);
    await writeFile(join(folder, "000000000001.jsonl"), '{"session":"a","entries":[]}\n');
    for (const deed of ["export", "erase"]) {
      const { code, said } = await relay(env, "customers", deed, "CUST0001");
      expect(code).toBe(1);
      expect(said).toMatch(/^Conversations wait in .*spill for the store/m);
    }
    await writeFile(join(folder, "000000000001.jsonl"), "");
    expect(await relay(env, "customers", "erase", "CUST0001")).toMatchObject({ code: 0 });
  });

  it("is exported and erased with the conversations, and what others have stays", async () => {
    await using house = await openHouse();
    const call = house.call();
    await call.next("session_started");
    await call.ask("My number is 212 555 0142.", /Maya/);
    await house.journalHas(/"identified"/);
    call.client.stop();
    await call.next("closed");
    await house.relay.kill("SIGTERM");
    const env = { DATA_DIR: house.dataDir };

    const { said } = await relay(env, "customers", "export", "1");
    const person = JSON.parse(said) as Record<string, unknown[]>;
    expect(person).toMatchObject({ customer: { id: "CUST0001", name: "Maya Torres" } });
    expect(person["appointments"]).toHaveLength(2);
    expect(person["orders"]).toHaveLength(2);
    expect(JSON.stringify(person["conversations"])).toContain("Maya");

    const erased = await relay(env, "customers", "erase", "CUST0001");
    expect(erased.said).toContain("CUST0001 is erased: the account, 2 appointments, 2 orders, 1 conversations.");
    const left = await exported(env, "left.jsonl");
    expect(left).not.toMatch(/Maya|0142|maya/);
    expect(left).toContain("Daniel Okafor");
  });
});
