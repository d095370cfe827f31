import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import express, { type RequestHandler } from "express";

/** The folder of the widget's built files. */
const WIDGET = dirname(fileURLToPath(import.meta.resolve("@bean-brew/widget/bean-brew-agent.js")));

/**
 * `GET /bean-brew-agent.js` and the files beside it: the widget, for every site. The names carry no hash, so a
 * browser asks each time whether they have changed (ETag).
 */
export const widgetFiles = (): RequestHandler => {
  const files = express.static(WIDGET, {
    index: false,
    fallthrough: true,
    cacheControl: false,
    setHeaders: (response) => {
      response.setHeader("Cache-Control", "no-cache");
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    },
  });
  return (request, response, next) => {
    if (/^\/bean-brew-[\w.-]+$/.test(request.path)) void files(request, response, next);
    else next();
  };
};
