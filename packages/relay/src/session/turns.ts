import type { ServerMessage } from "@bean-brew/widget/protocol";
import type { Turns } from "./types.js";

export const noTurns: Turns = { last: 0, audio: "awaited" };

type Told = readonly [Turns, readonly ServerMessage[]];

/**
 * The user begins to speak, or has typed: what the agent said before is cut. A beginning that brought no words is
 * taken up again, and told again only if the agent has sounded since.
 */
export const userBegins = (turns: Turns, spoken: boolean): Told => {
  const open = turns.user && !turns.user.hasText && turns.user.turn === turns.last ? turns.user : undefined;
  if (open && turns.audio === "cut") return [turns, []];
  const turn = open?.turn ?? turns.last + 1;
  return [
    { last: turn, user: { turn, hasText: false, spoken }, audio: "cut" },
    [{ type: "user_started_speaking", turn }],
  ];
};

const update = (role: "user" | "assistant", content: string, turn: number, at: number): ServerMessage => ({
  type: "conversation_update",
  data: { role, content },
  turn,
  at: new Date(at).toISOString(),
});

/**
 * Words of the user's: a further piece of a spoken turn, or a turn of their own. A typed turn comes back at once,
 * while audio that it cut may still be on its way, so its words do not end the cut.
 */
export const userText = (turns: Turns, content: string, at: number): Told => {
  const open = turns.user && (turns.user.spoken || !turns.user.hasText) ? turns.user : undefined;
  const turn = open?.turn ?? turns.last + 1;
  return [
    {
      last: Math.max(turns.last, turn),
      user: { turn, hasText: true, spoken: open?.spoken ?? false },
      audio: open && !open.spoken ? turns.audio : resumed(turns),
    },
    [update("user", content, turn, at)],
  ];
};

/** Audio after this belongs to the next turn, no more to one that was cut. */
export const resumed = (turns: Turns): Turns["audio"] => (turns.audio === "cut" ? "awaited" : turns.audio);

/** The agent's turn, which begins with its first words or its first sound; the user's is over once it had words. */
const agentTurn = (turns: Turns): Turns & { readonly agent: number } => {
  const agent = turns.agent ?? turns.last + 1;
  const user = turns.user?.hasText ? undefined : turns.user;
  return { last: Math.max(turns.last, agent), agent, user, audio: turns.audio };
};

export const agentText = (turns: Turns, content: string, at: number): Told => {
  const next = agentTurn({ ...turns, audio: resumed(turns) });
  return [next, [update("assistant", content, next.agent, at)]];
};

/** Whether the next binary frame of the agent's begins a turn. Asked for each frame, so it only looks. */
export const awaitsAudio = (turns: Turns): boolean => turns.audio === "awaited";

export const agentSounds = (turns: Turns): Told => {
  const next = agentTurn(turns);
  return [{ ...next, audio: "flowing" }, [{ type: "agent_started_speaking", turn: next.agent }]];
};

/** The turn's last audio was sent. What ends a turn that was cut says nothing of the next. */
export const agentDone = (turns: Turns): Told => {
  if (turns.audio === "cut") return [turns, []];
  const { agent, audio, ...rest } = turns;
  return [
    { ...rest, audio: "awaited" },
    audio === "flowing" && agent !== undefined ? [{ type: "agent_audio_done", turn: agent }] : [],
  ];
};
