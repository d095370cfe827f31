/** What is needed of `fetch`: the browser's and Node's own have it. */
export type Fetch = (
  url: string,
  init: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<{ readonly ok: boolean; readonly status: number; text(): Promise<string> }>;

/** Sends JSON to a route of the relay's, named beside the WebSocket that is at `url`. */
export const postJson = (url: string, route: string, body: object, fetch: Fetch): ReturnType<Fetch> =>
  fetch(url.replace(/^ws/, "http").replace(/\/ws$/, route), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
