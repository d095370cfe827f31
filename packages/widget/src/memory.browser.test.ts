/// <reference types="mocha" />
import { expect } from "chai";
import { devTools, inChromium } from "../test/browser.js";
import { mount, openRelay, STARTED, tone, unmountAll, type Agent } from "../test/harness.js";

const CALLS = 200;
/** Calls after which everything that is made once has been made. */
const WARM_UP = 20;
/** Calls of which something may still be on its way out. */
const LAST = 2;

/** Bytes that a call may leave, of which this test's own notes are a good part. */
const MAX_LEFT_BYTES = 3_000;

/** Every context, socket and track that was made; seen as long as somebody holds it. */
const made: WeakRef<object>[] = [];
const note = (object: object): void => void made.push(new WeakRef(object));

describe("after two hundred calls", () => {
  const { AudioContext: RealContext, WebSocket: RealSocket } = window;
  const devices = navigator.mediaDevices;
  const getUserMedia = devices.getUserMedia.bind(devices);
  before(() => {
    window.AudioContext = class extends RealContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        note(this);
      }
    };
    window.WebSocket = class extends RealSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        // The test's own has none.
        if (protocols !== undefined) note(this);
      }
    };
    devices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia(constraints);
      stream.getTracks().forEach(note);
      return stream;
    };
  });
  after(() => {
    unmountAll();
    Object.assign(window, { AudioContext: RealContext, WebSocket: RealSocket });
    devices.getUserMedia = getUserMedia;
  });

  const call = async ({ element, until }: Agent): Promise<void> => {
    const relay = await openRelay();
    element.relay = relay.url;
    void element.start();
    await relay.message("start_voice_agent");
    relay.tell(STARTED, { type: "agent_started_speaking", turn: 1 }, tone(2_000));
    await until(() => element.playback.audibleMs > 0);
    element.stop();
    await relay.message("stop_voice_agent");
    relay.tell({ type: "voice_agent_stopped", reason: "client_stop" });
    relay.hangUp(1000);
    await relay.message("closed");
    relay.close();
  };

  /** Bytes of the page's heap once nothing is in it that nobody holds. */
  const heap = async (): Promise<number> => {
    // What was let go of in one turn of the page is seen in the next.
    for (let turn = 0; turn < 3; turn += 1) await devTools("HeapProfiler.collectGarbage");
    return (await devTools<{ usedSize: number }>("Runtime.getHeapUsage")).usedSize;
  };

  inChromium(
    "only Chromium's driver collects garbage",
    "memory is what it was, and no track, context or socket is left",
    async function () {
      this.timeout(110_000);
      const agent = await mount("/", { variant: "inline" });
      for (let count = 0; count < WARM_UP; count += 1) await call(agent);
      const before = await heap();
      made.length = 0;
      for (let count = 0; count < CALLS; count += 1) await call(agent);
      const grown = (await heap()) - before;
      const held = made.flatMap((object) => object.deref() ?? []);
      expect(made).to.have.length(CALLS * 3);
      // Chromium keeps tracks that have ended.
      const tracks = held.filter((each) => each instanceof MediaStreamTrack);
      expect(tracks.filter(({ readyState }) => readyState !== "ended")).to.deep.equal([]);
      // The newest may not have been let go of yet.
      expect(held.length - tracks.length).to.be.at.most(2 * LAST);
      expect(grown / CALLS).to.be.below(MAX_LEFT_BYTES);
    },
  );
});
