import { LitElement, type TemplateResult } from "lit";
import { announcementOf } from "./a11y/announcements.js";
import { announce, prepareAnnouncer } from "./a11y/announcer.js";
import { CallController, type CallSettings } from "./call/call-controller.js";
import type { Turn } from "./call/transcript.js";
import type { CallEvent, CallState, CallView } from "./call/view.js";
import { siteToken } from "./client/site-token.js";
import { calendarFile, download } from "./element/calendar.js";
import { CupController } from "./element/cup.js";
import { FocusKeeper } from "./element/focus-keeper.js";
import { renderLauncher } from "./element/launcher.js";
import type { Actions, Model, Variant } from "./element/model.js";
import { renderPanel } from "./element/panel.js";
import { relayUrl } from "./element/relay-url.js";
import { styles } from "./element/styles.js";
import { eventsFor } from "./events/from-call.js";
import { en } from "./text/en.js";
import { TextsController } from "./text/texts-controller.js";
import type { TextsOfPage } from "./text/texts.js";
import { DEFAULT_FRAME_MS, MAX_FRAME_MS, MIN_FRAME_MS } from "./worklets/capture.js";
import type { Meter } from "./worklets/playback.js";

/**
 * A voice agent for a website: a launcher that opens a panel, or the panel itself, in which a visitor talks or types.
 *
 * @element bean-brew-agent
 * @attr {string} relay - Where the relay is; by default where the script came from, else the page's own origin.
 * @attr {string} site-key - The site's public key, by which the relay knows the page.
 * @attr {number} frame-ms - Length of a microphone frame, 20 to 100 ms; 40 by default.
 * @attr {string} worklet-url - Where the audio worklet is, if not beside the script.
 * @attr {string} heading - The name over the conversation.
 * @attr {"floating"|"inline"} variant - A launcher in the page's corner, or the panel where the element stands.
 * @attr data-state - Read only, for styling: idle, connecting, listening, thinking, speaking, ended or error.
 * @fires bb-state-change - The call is doing something else now.
 * @fires bb-turn - A turn of the transcript is new, or a sentence longer.
 * @fires bb-interrupt - The agent was interrupted, and how much of its turn was heard.
 * @fires bb-tool - The agent began to use a tool, or is done with it.
 * @fires bb-latency - How long a turn took.
 * @fires bb-error - Something went wrong that the person was told of.
 * @csspart launcher - and panel, header, avatar, heading, status, close, transcript, greeting, chip, turn, user-turn,
 *   agent-turn, activity, card, card-action, problem, visualiser, controls, button, start, mute, end, send, field.
 * @cssproperty --bb-accent - and --bb-on-accent, --bb-surface, --bb-surface-2, --bb-ink, --bb-muted, --bb-line, --bb-edge,
 *   --bb-crema, --bb-danger, --bb-ok, --bb-font, --bb-font-display, --bb-radius, --bb-radius-s, --bb-shadow, --bb-z-index.
 */
export class BeanBrewAgent extends LitElement {
  /** The relay of elements that name none: the page's own origin unless the script says otherwise. */
  static defaultRelay = "/";
  static override styles = styles;
  static override properties = {
    relay: { type: String },
    siteKey: { type: String, attribute: "site-key" },
    frameMs: { type: Number, attribute: "frame-ms" },
    workletUrl: { type: String, attribute: "worklet-url" },
    tokenProvider: { attribute: false },
    texts: { attribute: false },
    heading: { type: String },
    variant: { type: String, reflect: true },
    expanded: { state: true },
  };

  declare relay: string | undefined;
  declare siteKey: string | undefined;
  declare frameMs: number;
  declare workletUrl: string | undefined;
  /**
   * Fetches a single-use token from the site's own server, which had it minted for who is signed in. Called for each
   * connection, in place of `site-key`.
   */
  declare tokenProvider: (() => Promise<string>) | undefined;
  /** Words of the page's own, each in place of the one of the page's language. */
  declare texts: TextsOfPage | undefined;
  declare heading: string;
  declare variant: Variant;
  declare private expanded: boolean;

  readonly #texts: TextsController;
  readonly #call: CallController;
  readonly #cup: CupController;
  readonly #actions: Actions;
  readonly #focus: FocusKeeper;

  constructor() {
    super();
    this.frameMs = DEFAULT_FRAME_MS;
    this.heading = en.heading;
    this.variant = "floating";
    this.expanded = false;
    this.#texts = new TextsController(this);
    this.#focus = new FocusKeeper(this);
    this.#call = new CallController(this, {
      open: (url, protocols) => new WebSocket(url, protocols),
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      random: Math.random,
    });
    this.#cup = new CupController(this, () => this.#heard());
    this.#actions = {
      open: () => this.open(),
      close: () => this.close(),
      start: () => void this.start(),
      stop: () => this.stop(),
      mute: () => this.mute(),
      send: (text) => {
        try {
          this.sendText(text);
          return true;
        } catch (error) {
          if (error instanceof RangeError) return false;
          throw error;
        }
      },
      typeInstead: () => {
        this.#call.dismiss();
        this.#focus.focusField();
      },
      saveEvent: (id, { event }) => {
        const file = event && calendarFile(event, id, new Date());
        if (file !== undefined) download("appointment.ics", "text/calendar", file);
      },
    };
  }

  /** What the call is doing. */
  get state(): CallState {
    return this.#call.state;
  }

  /** What was said, oldest first. `heard` tells how many characters of a turn that was cut were heard. */
  get transcript(): readonly Turn[] {
    return this.#call.view.transcript.filter((item) => item.kind === "turn");
  }

  /** Whether silence is sent in place of the microphone. */
  get muted(): boolean {
    return this.#call.view.muted;
  }

  /** What was really played in this call: counted in the samples that went to the device. */
  get playback(): Meter {
    return this.#call.meter;
  }

  /** Begins a call by voice. Call it in a click, or browsers keep the page silent. */
  start(): Promise<void> {
    return this.#call.start();
  }

  /** Ends the call: the microphone is off when this returns. */
  stop(): void {
    this.#call.stop();
  }

  /** Mutes the microphone, or unmutes it; without an argument, the other of the two. */
  mute(muted = !this.muted): void {
    this.#call.mute(muted);
  }

  /**
   * Sends a typed turn; without a call, begins a typed one.
   * @throws RangeError when it is empty, over 2 000 characters, or when too many wait for the call to begin.
   */
  sendText(text: string): void {
    this.#call.sendText(text);
  }

  /** Opens the panel and moves the focus into it. */
  open(): void {
    this.expanded = true;
    void this.updateComplete.then(() => this.#focus.focusNext());
  }

  /** Closes the panel and gives the focus back to the launcher. A call goes on. */
  close(): void {
    this.expanded = false;
    void this.updateComplete.then(() => this.#focus.focus(".launcher"));
  }

  /** @internal */
  get callSettings(): CallSettings {
    const { frameMs, workletUrl, siteKey } = this;
    const url = relayUrl(this.relay ?? (this.constructor as typeof BeanBrewAgent).defaultRelay, document.baseURI);
    return {
      url,
      token: this.tokenProvider ?? (siteKey ? siteToken(url, siteKey, (to, init) => fetch(to, init)) : undefined),
      frameMs: Math.min(MAX_FRAME_MS, Math.max(MIN_FRAME_MS, frameMs || DEFAULT_FRAME_MS)),
      workletUrl: workletUrl && new URL(workletUrl, document.baseURI).href,
      context: {
        page: `${location.origin}${location.pathname}`,
        locale: this.#texts.language,
      },
    };
  }

  /** @internal */
  callChanged(event: CallEvent, previous: CallView): void {
    const { view } = this.#call;
    if (event.type === "meter") this.#cup.wake();
    const told = announcementOf(event, previous, view, this.#texts.texts, this.heading);
    if (told !== undefined) announce(told);
    if (event.type === "closed" && previous.pending.length > 0) this.#focus.giveBack(previous.pending.join(" "));
    eventsFor(event, previous, view).forEach((each) => this.dispatchEvent(each));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    prepareAnnouncer();
    addEventListener("pagehide", this.#leave);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pagehide", this.#leave);
  }

  protected override render(): TemplateResult {
    const model = this.#model;
    return model.variant === "inline" || this.expanded
      ? renderPanel(model, this.#actions)
      : renderLauncher(model, this.#actions);
  }

  protected override firstUpdated(): void {
    this.renderRoot.addEventListener("keydown", (event) => this.#key(event as KeyboardEvent));
  }

  protected override updated(): void {
    this.dataset.state = this.state;
    this.toggleAttribute("data-open", this.expanded);
    const log = this.renderRoot.querySelector(".log");
    log?.scrollTo({ top: log.scrollHeight });
  }

  get #model(): Model {
    const variant = this.variant === "inline" ? "inline" : "floating";
    return { texts: this.#texts.texts, heading: this.heading, variant, state: this.state, view: this.#call.view };
  }

  readonly #leave = (): void => this.stop();

  #heard(): { kind: "listening" | "thinking" | "speaking"; level: number } {
    const { state } = this;
    if (state === "speaking") return { kind: state, level: this.#call.meter.level };
    if (state === "thinking" || state === "connecting") return { kind: "thinking", level: 0 };
    return { kind: "listening", level: this.#call.inputLevel };
  }

  #key(event: KeyboardEvent): void {
    // The page's shortcuts are not meant for what is typed here.
    if (event.target instanceof HTMLInputElement) event.stopPropagation();
    if (event.key !== "Escape" || !this.expanded || event.isComposing) return;
    event.stopPropagation();
    this.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "bean-brew-agent": BeanBrewAgent;
  }
}
