import { announce } from "../a11y/announcer.js";
import { listDevices } from "../audio/devices.js";
import type { CallController } from "../call/call-controller.js";
import { sendRating } from "../client/index.js";
import { BbBeforeEndEvent, BbBeforeStartEvent, BbRatingEvent } from "../events/events.js";
import type { Texts } from "../text/texts.js";
import type { Consent } from "./consent.js";
import { conversationText } from "./conversation-text.js";
import type { FocusKeeper } from "./focus-keeper.js";
import { download } from "./download.js";
import { createHold } from "./hold.js";
import type { Actions, Variant } from "./model.js";
import { loadOptions, type OptionsView } from "./options-menu.js";
import type { PanelFit } from "./panel-fit.js";
import type { Panel } from "./panel-state.js";
import type { RatingView } from "./rating.js";

/** What the visitor may do with the element, beside what its page may. */
interface ActingHost extends HTMLElement {
  readonly heading: string;
  readonly variant: Variant;
  volume: number;
  readonly callSettings: { readonly url: string };
  open(): void;
  close(): void;
  start(): Promise<void>;
  stop(): void;
  mute(muted?: boolean): void;
  sendText(text: string): void;
}

export interface Acting {
  readonly call: CallController;
  readonly panel: Panel;
  readonly focus: FocusKeeper;
  readonly fit: PanelFit;
  readonly consent: Consent;
  readonly texts: () => Texts;
}

/** What the parts of the panel ask for, done. The page may keep a visitor's start and end from happening. */
export function createActions(host: ActingHost, { call, panel, focus, fit, consent, texts }: Acting): Actions {
  const allowed = (event: Event): boolean => host.dispatchEvent(event);
  const transcriptText = (): string => conversationText(call.view.transcript, texts(), host.heading);
  const choose = (part: Partial<OptionsView>): void => panel.change({ options: { ...panel.state.options, ...part } });
  const say = (what: "thanks" | "copied" | "ratingFailed"): void => announce(texts()[what], texts().language);
  const running = (): boolean => call.view.phase === "connecting" || call.view.phase === "live";
  return {
    open: () => host.open(),
    close: () => host.close(),
    start: () => {
      // What goes on has been allowed before.
      if (call.view.paused || allowed(new BbBeforeStartEvent("voice"))) void host.start();
    },
    stop: () => {
      if (allowed(new BbBeforeEndEvent())) host.stop();
    },
    mute: () => host.mute(),
    send: (text) => {
      if (!running() && !allowed(new BbBeforeStartEvent("text"))) return false;
      try {
        host.sendText(text);
        // A bar has no room for the answer.
        if (host.variant === "bar") panel.change({ expanded: true });
        // Where no call could begin, nobody has it.
        return consent.asking || call.view.phase !== "error";
      } catch (error) {
        if (error instanceof RangeError) return false;
        throw error;
      }
    },
    typeInstead: () => {
      call.dismiss();
      focus.focusField();
    },
    saveEvent: (id, { event }) => {
      if (event === undefined) return;
      import("./calendar.js").then(
        ({ calendarFile }) => {
          const file = calendarFile(event, id, new Date());
          if (file !== undefined) download("appointment.ics", "text/calendar", file);
        },
        (error: unknown) => console.warn("<bean-brew-agent> could not make the calendar's file.", error),
      );
    },
    agree: () => consent.agree(),
    decline: () => consent.decline(),
    choose: (part) => {
      choose(part);
      if (part.open !== true) return;
      loadOptions().then(
        () => choose({}),
        (error: unknown) => {
          console.warn("<bean-brew-agent> could not fetch its options.", error);
          choose({ open: false });
        },
      );
      if (call.view.voice) void listDevices().then((devices) => choose({ devices }));
    },
    pick: (choice) => void call.choose(choice),
    setVolume: (volume) => {
      host.volume = volume;
    },
    resize: fit.resize,
    hold: createHold({ talking: () => !call.view.muted, talk: (talking) => host.mute(!talking) }),
    copy: () => {
      navigator.clipboard.writeText(transcriptText()).then(
        () => {
          choose({ copied: true });
          say("copied");
        },
        (error: unknown) => console.warn("<bean-brew-agent> may not copy the conversation.", error),
      );
    },
    download: () => download("conversation.txt", "text/plain;charset=utf-8", transcriptText()),
    pickStars: (stars) => panel.change({ rating: { call: call.view.call, stars, sent: "no" } }),
    rate: (rating) => {
      const { session } = call;
      const { call: rated, sent: known } = panel.state.rating;
      // Once is enough, however often the button is pressed.
      if (session === undefined || (rated === call.view.call && (known === "now" || known === "yes"))) return;
      const told = (sent: RatingView["sent"]): void => {
        panel.change({ rating: { call: call.view.call, stars: rating.stars, sent } });
        if (sent !== "now") say(sent === "yes" ? "thanks" : "ratingFailed");
      };
      told("now");
      host.dispatchEvent(new BbRatingEvent(rating, session.sessionId));
      sendRating(host.callSettings.url, session, rating, (url, init) => fetch(url, { ...init, keepalive: true })).then(
        () => told("yes"),
        (error: unknown) => {
          console.warn("<bean-brew-agent> could not send the rating.", error);
          told("failed");
        },
      );
    },
  };
}
