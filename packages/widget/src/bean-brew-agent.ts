import { LitElement, type TemplateResult } from "lit";
import { announcementOf } from "./a11y/announcements.js";
import { announce, prepareAnnouncer } from "./a11y/announcer.js";
import { CallController } from "./call/call-controller.js";
import type { CallSettings } from "./call/call-host.js";
import type { ClientTool } from "./call/client-tools.js";
import { browser } from "./call/environment.js";
import type { Turn } from "./call/transcript.js";
import type { CallEvent, CallState, CallView } from "./call/view.js";
import { createActions } from "./element/actions.js";
import { createConsent, type Waiting } from "./element/consent.js";
import { CupController, cupOf } from "./element/cup.js";
import { FocusKeeper } from "./element/focus-keeper.js";
import { pressKey } from "./element/keys.js";
import { VARIANTS, type Actions, type Model, type Position, type Variant } from "./element/model.js";
import { NO_OPTIONS } from "./element/options-menu.js";
import { PanelFit } from "./element/panel-fit.js";
import { createPanel } from "./element/panel-state.js";
import { settingsOf } from "./element/settings.js";
import type { StorageKind } from "./element/storage.js";
import { styles } from "./element/styles.js";
import { renderSurface } from "./element/surface.js";
import { TailKeeper } from "./element/tail-keeper.js";
import { eventsFor } from "./events/from-call.js";
import type { StartData } from "./protocol/index.js";
import { TextsController } from "./text/texts-controller.js";
import type { TextsOfPage } from "./text/texts.js";
import { DEFAULT_FRAME_MS } from "./worklets/frame-length.js";

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
 * @attr {"floating"|"inline"|"bar"|"button"} variant - A launcher in the page's corner, the panel where the element
 *   stands, one row at the page's edge, or a button alone.
 * @attr {"bottom-left"|"bottom-center"|"bottom-right"|"top-left"|"top-center"|"top-right"} position - Where a launcher or
 *   a bar floats; by default at the bottom, a bar in the middle and a launcher where a line ends.
 * @attr {boolean} consent - Asks the visitor for consent before the first call.
 * @attr {"local"|"none"} storage - With `none`, nothing is left in the browser: a consent is asked for on each page, and
 *   the panel's size is the same on each.
 * @attr {number} volume - How loud the agent is, 0 to 1.
 * @attr {boolean} push-to-talk - Opens the microphone only while the visitor holds a button, by pointer, Space or Enter;
 *   a tap opens it until the next.
 * @attr {"idle"|"connecting"|"listening"|"thinking"|"speaking"|"paused"|"ended"|"error"} data-state - What the call is doing,
 *   for styling. The element sets it.
 * @attr data-open - There while the panel of a launcher or of a bar is open, for styling. The element sets it.
 * @slot launcher - What the launcher and the button alone show.
 * @slot avatar - Who answers, in a circle of 38 px.
 * @slot header - More in the header, beside the name.
 * @slot footer - In place of the line under the controls.
 * @slot consent - What the visitor is asked to consent to.
 * @fires bb-state-change - The call is doing something else now.
 * @fires bb-before-start - The visitor asked for a call; cancelable.
 * @fires bb-before-end - The visitor asked for its end; cancelable.
 * @fires bb-turn - A turn of the transcript is new, or a sentence longer.
 * @fires bb-interrupt - The agent was interrupted, and how much of its turn was heard.
 * @fires bb-tool - The agent began to use a tool, or is done with it.
 * @fires bb-latency - How long a turn took.
 * @fires bb-error - Something went wrong that the person was told of.
 * @fires bb-rating - The visitor told how the call was. It goes to the relay, too.
 */
export class BeanBrewAgent extends LitElement {
  /** The relay of elements that name none: the page's own origin unless the script says otherwise. */
  static defaultRelay = "/";
  /** @internal Told of each element that comes to stand in the page. */
  static connected: (element: BeanBrewAgent) => void = () => undefined;
  static override styles = styles;
  static override properties = {
    relay: { type: String },
    siteKey: { type: String, attribute: "site-key" },
    frameMs: { type: Number, attribute: "frame-ms" },
    workletUrl: { type: String, attribute: "worklet-url" },
    tokenProvider: { attribute: false },
    clientTools: { attribute: false },
    texts: { attribute: false },
    heading: { type: String },
    variant: { type: String, reflect: true },
    position: { type: String, reflect: true },
    consent: { type: Boolean },
    storage: { type: String },
    volume: { type: Number },
    pushToTalk: { type: Boolean, attribute: "push-to-talk" },
    context: { attribute: false },
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
  /** Functions of the page's that the agent may ask for, up to 16. Offered when a call begins. */
  declare clientTools: readonly ClientTool[];
  /** Words of the page's own, each in place of the one of the page's language. */
  declare texts: TextsOfPage | undefined;
  declare heading: string;
  declare variant: Variant;
  declare position: Position | undefined;
  /** Whether the visitor is asked for consent before the first call. */
  declare consent: boolean;
  declare storage: StorageKind;
  declare volume: number;
  declare pushToTalk: boolean;
  /** What the relay is told of the page: its address and the visitor's language, unless the page knows better. */
  declare context: StartData["context"];

  readonly #texts: TextsController;
  readonly #call: CallController;
  readonly #cup: CupController;
  readonly #actions: Actions;
  readonly #focus: FocusKeeper;
  readonly #tail: TailKeeper;
  readonly #panel = createPanel(() => this.requestUpdate());
  readonly #consent = createConsent(this);

  constructor() {
    super();
    this.frameMs = DEFAULT_FRAME_MS;
    this.heading = "Bean & Brew";
    this.variant = "floating";
    this.clientTools = [];
    this.consent = false;
    this.storage = "local";
    this.volume = 1;
    this.pushToTalk = false;
    this.#texts = new TextsController(this);
    this.#focus = new FocusKeeper(this);
    this.#tail = new TailKeeper(this);
    this.#call = new CallController(this, browser);
    this.#cup = new CupController(this, () => cupOf(this.#call));
    this.#actions = createActions(this, {
      call: this.#call,
      panel: this.#panel,
      focus: this.#focus,
      fit: new PanelFit(this),
      consent: this.#consent,
      texts: () => this.#texts.texts,
    });
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

  /** Begins a call by voice, once the visitor consented. Call it in a click, or browsers keep the page silent. */
  start(): Promise<void> {
    let started = Promise.resolve();
    this.#require({
      go: () => {
        started = this.#call.start();
      },
    });
    return started;
  }

  /** Ends the call: the microphone is off when this returns. */
  stop(): void {
    this.#call.stop();
  }

  /**
   * Mutes the microphone, or unmutes it; without an argument, the other of the two.
   * @param {boolean} [muted]
   */
  mute(muted = !this.muted): void {
    this.#call.mute(muted);
  }

  /**
   * Sends a typed turn; without a call, begins a typed one.
   * @throws RangeError when it is empty, over 2 000 characters, or when too many wait for the call to begin.
   */
  sendText(text: string): void {
    this.#require({ go: () => this.#call.sendText(text), refused: () => this.#focus.giveBack(text) });
  }

  /** Opens the panel and moves the focus into it. */
  open(): void {
    this.#panel.change({ expanded: true });
    void this.updateComplete.then(() => this.#focus.focusNext());
  }

  /** Closes the panel and gives the focus back to the launcher. A call goes on. */
  close(): void {
    this.#panel.change({ expanded: false, options: NO_OPTIONS });
    void this.updateComplete.then(() => this.#focus.focusOpener());
  }

  /** @internal */
  get callSettings(): CallSettings {
    return settingsOf(this, (this.constructor as typeof BeanBrewAgent).defaultRelay, this.#texts.language);
  }

  /** @internal */
  callChanged(event: CallEvent, previous: CallView): void {
    const { view } = this.#call;
    if (event.type === "meter") this.#cup.wake();
    if (event.type === "typed") this.#tail.follow();
    if (event.type === "opening" && this.pushToTalk) this.mute(true);
    // A device came or went.
    if (event.type === "paused" && this.#panel.state.options.open) this.#actions.choose({ open: true });
    const told = announcementOf(event, previous, view, this.#texts.texts, this.heading);
    if (told !== undefined) announce(told, this.#texts.texts.language);
    if (event.type === "closed" && previous.pending.length > 0) this.#focus.giveBack(previous.pending.join(" "));
    eventsFor(event, previous, view).forEach((each) => this.dispatchEvent(each));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    prepareAnnouncer();
    BeanBrewAgent.connected(this);
    addEventListener("pagehide", this.#leave);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pagehide", this.#leave);
  }

  protected override render(): TemplateResult {
    return renderSurface(this.#model, this.#panel.state.expanded, this.#actions);
  }

  protected override firstUpdated(): void {
    for (const type of ["keydown", "keypress", "keyup"])
      this.renderRoot.addEventListener(type, (event) =>
        pressKey(event as KeyboardEvent, this.#panel.state, this.#actions),
      );
  }

  protected override updated(): void {
    this.dataset.state = this.state;
    this.#call.setVolume(this.volume);
    this.toggleAttribute("data-open", this.#panel.state.expanded);
  }

  get #model(): Model {
    const { options, rating } = this.#panel.state;
    return {
      texts: this.#texts.texts,
      heading: this.heading,
      variant: VARIANTS.includes(this.variant) ? this.variant : "floating",
      state: this.state,
      view: this.#call.view,
      asking: this.#consent.asking,
      options,
      volume: this.volume,
      pushToTalk: this.pushToTalk,
      choice: this.#call.choice,
      rating,
    };
  }

  /** Does what needs the visitor's consent, or asks for it where the visitor sees it. */
  #require(waiting: Waiting): void {
    const { variant } = this.#model;
    const closed = variant === "floating" || variant === "bar";
    if (!this.#consent.require(waiting)) {
      if (closed) this.#panel.change({ expanded: true });
      void this.updateComplete.then(() => this.#focus.focusNext());
    }
  }

  readonly #leave = (): void => this.stop();
}

declare global {
  interface HTMLElementTagNameMap {
    "bean-brew-agent": BeanBrewAgent;
  }
}
