import { createHash } from "node:crypto";
import { StoreUnavailable, type Documents } from "@bean-brew/tools";
import type { Logger } from "pino";

const MINUTE_MS = 60_000;
/** How often the day is looked at, and what was used is saved, in ms. */
const LOOK_MS = 1_000;
const SAVE_MS = 5_000;
/** How often saving is tried when other relays save the same at the same moment. */
const MAX_TRIES = 5;

/** Counts how long one session has a connection to the voice agent: that is what is paid for. */
export interface Meter {
  opened(): void;
  closed(): void;
  /** So far, in ms. */
  readonly ms: number;
  /** So far, in US dollars. */
  readonly dollars: number;
}

/** What calls cost, by website. */
export interface Costs {
  /** For a session of a site's, by its id. */
  meter(site: string): Meter;
  /** Whether a site has used up what it may on this day of the shop's. */
  isSpent(site: string, dollarsPerDay: number): boolean;
  /** What each site has cost since the start of this process, and on this day by all relays, in US dollars. */
  readonly sinceStart: Readonly<Record<string, number>>;
  readonly today: Readonly<Record<string, number>>;
  /** Learns what sites have used already on this day, if the store knows; else it is learnt later. */
  load(sites: readonly string[]): Promise<void>;
  /** Called ten times a second. */
  tick(): void;
  /** Saves what was used. */
  close(): Promise<void>;
}

export interface CostsOptions {
  readonly documents: Pick<Documents, "get" | "insert" | "replace" | "remove">;
  /** What a minute of a connection costs, in US dollars. */
  readonly dollarsPerMinute: number;
  /** Where the day turns at midnight. */
  readonly timeZone: string;
  readonly now: () => number;
  readonly log: Logger;
}

/** The use of one site; all in ms. */
interface Account {
  readonly site: string;
  day: string;
  /** Connections that are open now, and when that was last reckoned. */
  open: number;
  at: number;
  sinceStart: number;
  /** Of this day: what the store knows of all relays, and what it does not know of this one yet. */
  saved: number;
  unsaved: number;
  /** Somebody asked for it, so what other relays have used counts. */
  isAsked: boolean;
  isSaving: boolean;
  /** The log says that it is spent. */
  isTold: boolean;
}

/** A site's own id may be longer than a document's. */
const idOf = (site: string, day: string): string => `${createHash("sha256").update(site).digest("base64url")}#${day}`;

export const openCosts = ({ documents, dollarsPerMinute, timeZone, now, log }: CostsOptions): Costs => {
  const calendar = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const accounts = new Map<string, Account>();
  const dollars = (ms: number): number => (ms / MINUTE_MS) * dollarsPerMinute;
  let today = calendar.format(now());
  let lookAt = 0;
  let saveAt = 0;

  const accountOf = (site: string): Account => {
    const known = accounts.get(site);
    if (known) return known;
    const opened: Account = {
      site,
      day: today,
      open: 0,
      at: now(),
      sinceStart: 0,
      saved: 0,
      unsaved: 0,
      isAsked: true,
      isSaving: false,
      isTold: false,
    };
    accounts.set(site, opened);
    return opened;
  };

  const reckon = (account: Account): void => {
    const used = account.open * (now() - account.at);
    account.at = now();
    account.sinceStart += used;
    account.unsaved += used;
  };

  const write = async ({ site, day }: Account, ms: number): Promise<number | undefined> => {
    const id = idOf(site, day);
    const stored = await documents.get("usage", id);
    if (ms === 0) return stored?.body.ms ?? 0;
    const body = { site, day, ms: (stored?.body.ms ?? 0) + ms };
    const result = stored
      ? await documents.replace("usage", { ...stored, body })
      : await documents.insert("usage", { id, claims: [id], body });
    return result === "done" ? body.ms : undefined;
  };

  /** Adds what this relay has used to what the store knows, and learns what the others have. */
  const save = async (account: Account): Promise<void> => {
    const { day, unsaved } = account;
    account.isSaving = true;
    account.isAsked = false;
    try {
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const total = await write({ ...account, day }, unsaved);
        if (total === undefined) continue;
        if (account.day === day) Object.assign(account, { saved: total, unsaved: account.unsaved - unsaved });
        return;
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) log.error({ err: error, site: account.site }, "costs cannot be saved");
    } finally {
      account.isSaving = false;
    }
  };

  const turn = (account: Account): void => {
    const before = { ...account };
    Object.assign(account, { day: today, saved: 0, unsaved: 0, isAsked: true });
    // Nobody asks for a day that is over.
    documents.remove("usage", idOf(before.site, before.day)).catch(() => undefined);
  };

  const look = (): void => {
    today = calendar.format(now());
    for (const account of accounts.values()) {
      reckon(account);
      if (account.day !== today) turn(account);
    }
  };

  const by = (ms: (account: Account) => number): Readonly<Record<string, number>> =>
    Object.fromEntries([...accounts.values()].map((account) => [account.site, dollars(ms(account))]));

  return {
    meter: (site) => {
      const account = accountOf(site);
      let since: number | undefined;
      let ms = 0;
      const soFar = (): number => ms + (since === undefined ? 0 : now() - since);
      return {
        opened: () => {
          if (since !== undefined) return;
          reckon(account);
          account.open += 1;
          since = now();
        },
        closed: () => {
          if (since === undefined) return;
          reckon(account);
          account.open -= 1;
          ms = soFar();
          since = undefined;
        },
        get ms() {
          return soFar();
        },
        get dollars() {
          return dollars(soFar());
        },
      };
    },
    isSpent: (site, dollarsPerDay) => {
      const account = accountOf(site);
      account.isAsked = true;
      reckon(account);
      const isSpent = dollars(account.saved + account.unsaved) >= dollarsPerDay;
      if (isSpent && !account.isTold) log.warn({ site, dollarsPerDay }, "a site has spent what it may on this day");
      account.isTold = isSpent;
      return isSpent;
    },
    get sinceStart() {
      return by((account) => account.sinceStart);
    },
    get today() {
      return by(({ saved, unsaved }) => saved + unsaved);
    },
    load: async (sites) => {
      await Promise.all(sites.map((site) => save(accountOf(site))));
    },
    tick: () => {
      if (now() < lookAt) return;
      lookAt = now() + LOOK_MS;
      look();
      if (now() < saveAt) return;
      saveAt = now() + SAVE_MS;
      for (const account of accounts.values()) {
        if (!account.isSaving && (account.unsaved > 0 || account.isAsked)) void save(account);
      }
    },
    close: async () => {
      look();
      await Promise.all([...accounts.values()].filter(({ isSaving, unsaved }) => !isSaving && unsaved > 0).map(save));
    },
  };
};
