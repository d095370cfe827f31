/** The agent at the far end of every way that is measured, in a process of its own. */
import { startEchoAgent } from "./echo-agent.js";

const agent = await startEchoAgent();
process.stdout.write(`listening on ${agent.url}\n`);
