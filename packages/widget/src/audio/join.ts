import type { Client } from "../client/index.js";
import type { Microphone } from "./microphone.js";
import type { Speaker } from "./speaker.js";

/** Sends what the microphone hears to the session. Returns the function that ends it. */
export function sendMicrophone(microphone: Microphone, client: Client): () => void {
  return microphone.subscribe(({ samples }) => client.sendAudio(samples));
}

/**
 * Plays what the agent says, is silent at once on a barge-in, and tells the relay what was heard of the turn that was
 * cut. Returns the function that ends it.
 */
export function playAgent(client: Client, speaker: Speaker): () => void {
  const endAudio = client.subscribe((event) => {
    if (event.type === "agent_audio") speaker.command({ type: "push", turn: event.turn, samples: event.samples });
    else if (event.type === "agent_audio_done") speaker.command({ type: "complete", turn: event.turn });
    else if (event.type === "user_started_speaking") speaker.command({ type: "flush", before: event.turn });
  });
  const endReports = speaker.subscribe((report) => {
    if (report.type === "turn_cut") client.interrupted(report.turn, report.playedMs);
  });
  return () => {
    endAudio();
    endReports();
  };
}
