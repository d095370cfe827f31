import { readFile } from "node:fs/promises";
import { basename } from "node:path";

/** A file of the built widget, as text. Undefined when there is none of that name. */
export const builtFile = (name) =>
  readFile(new URL(`../dist/${basename(name)}`, import.meta.url), "utf8").catch(() => undefined);

/**
 * Pages under a Content-Security-Policy that came as a header, and the built files beside them:
 * `/__policy/page?policy=…&html=…` and `/__policy/<file>`. They pass no plugin, so that nothing is put into them.
 */
export const policyPages = async (context, next) => {
  const [, folder, file] = context.path.split("/");
  if (folder !== "__policy") return next();
  const { policy, html } = context.query;
  if (file === "page") {
    context.set("Content-Security-Policy", policy);
    context.type = "html";
    context.body = `<!doctype html><html lang="en"><title>Shop</title><body>${html}</body></html>`;
  } else {
    context.type = "text/javascript";
    context.body = await builtFile(file);
  }
};
