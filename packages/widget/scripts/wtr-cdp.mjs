/**
 * The command `cdp`: what a test asks of Chromium itself (`{ method, params }` of the DevTools protocol), for what a
 * page cannot do. What is emulated holds until it is set otherwise.
 */
export function devToolsCommand() {
  // What a session set is undone when the session ends, so each page keeps its own.
  const sessions = new WeakMap();
  return {
    name: "cdp-command",
    async executeCommand({ command, payload, session }) {
      if (command !== "cdp" || session.browser.name !== "Chromium") return undefined;
      const page = session.browser.getPage(session.id);
      if (!sessions.has(page)) sessions.set(page, page.createCDPSession());
      const { method, params } = payload;
      return (await sessions.get(page)).send(method, params);
    },
  };
}
