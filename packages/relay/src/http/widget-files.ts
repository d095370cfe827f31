import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import type { RequestHandler } from "express";

/** The folder of the widget's built files. */
const WIDGET = new URL("./", import.meta.resolve("@bean-brew/widget/bean-brew-agent.js"));
const SERVED = /^bean-brew-[\w.-]+\.(?:js|json)$/;
/** A name that has its content's hash never has another content. */
const HASHED = /\.[0-9a-f]{12}\.js$/;
const YEAR_SECONDS = 31_536_000;

const COMPRESSORS = { br: promisify<Buffer, Buffer>(brotliCompress), gzip: promisify<Buffer, Buffer>(gzip) };
type Encoding = keyof typeof COMPRESSORS;

/** One file, and what it is when it is packed: that is done once, when it is first asked for. */
const fileOf = (content: Buffer) => {
  const hash = createHash("sha256").update(content).digest("base64url");
  const packed: { [encoding in Encoding]?: Promise<Buffer> } = {};
  return {
    /** Each way of packing is a representation of its own, with an ETag of its own. */
    as: async (encoding: Encoding | "identity"): Promise<{ body: Buffer; etag: string }> => ({
      body: encoding === "identity" ? content : await (packed[encoding] ??= COMPRESSORS[encoding](content)),
      etag: `"${hash}-${encoding}"`,
    }),
  };
};

/**
 * `GET /bean-brew-agent.js` and the files beside it: the widget, for every site. For the plain names a browser asks
 * each time whether they have changed (ETag); the names with a hash, which `bean-brew-integrity.json` lists with the
 * integrity of each, it never asks for again.
 */
export const widgetFiles = (): RequestHandler => {
  const names = readdirSync(fileURLToPath(WIDGET)).filter((name) => SERVED.test(name));
  const files = new Map(names.map((name) => [`/${name}`, fileOf(readFileSync(new URL(name, WIDGET)))]));
  return async (request, response, next) => {
    const file = files.get(request.path);
    if (file === undefined || (request.method !== "GET" && request.method !== "HEAD")) return next();
    const encoding = request.acceptsEncodings("br", "gzip") as Encoding | false;
    const { body, etag } = await file.as(encoding || "identity");
    response
      .set({
        "Cache-Control": HASHED.test(request.path) ? `public, max-age=${YEAR_SECONDS}, immutable` : "no-cache",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        ETag: etag,
      })
      .vary("Accept-Encoding")
      .type(request.path.endsWith(".json") ? "json" : "js");
    if (encoding) response.set("Content-Encoding", encoding);
    response.send(body);
  };
};
