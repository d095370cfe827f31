import { startEchoAgent, type EchoAgent, type EchoAgentOptions } from "@bean-brew/bench/relay/echo-agent";
import { startLoad } from "@bean-brew/bench/relay/load";
import { startRelayProcess, type RelayProcess } from "@bean-brew/bench/relay/ways";
import type { Line } from "@bean-brew/bench/relay/lines";
import { expect } from "vitest";

/** A relay under attack, before an agent that answers every frame of audio with one. */
export interface Besieged extends AsyncDisposable {
  /** The relay's, `http:` and `ws:`. */
  readonly url: string;
  readonly socketUrl: string;
  readonly agent: EchoAgent;
  readonly relay: RelayProcess;
  /** Makes an attack while another call goes on: not a frame of that may be lost or come out of its order. */
  unharmed(attack: () => Promise<void>): Promise<void>;
}

export interface BesiegedOptions extends EchoAgentOptions {
  /** More of the relay's environment, which is else that of production. */
  readonly env?: Readonly<Record<string, string>>;
  /** Opens the call that goes on. */
  readonly bystander: (relay: RelayProcess) => Promise<Line>;
}

export const besiege = async ({ env, bystander, ...agentOptions }: BesiegedOptions): Promise<Besieged> => {
  const agent = await startEchoAgent(agentOptions);
  const relay = await startRelayProcess({ agentUrl: agent.url, ...(env && { env }) });
  const { url } = relay.process;
  return {
    url,
    socketUrl: `${url.replace("http", "ws")}/ws`,
    agent,
    relay,
    unharmed: async (attack) => {
      const line = await bystander(relay);
      const load = startLoad([line], () => performance.now());
      load.measure();
      const attacked = attack();
      await attacked.catch(() => undefined);
      const { roundTrips, lost, disordered } = await load.stop();
      await line.close();
      await attacked;
      expect({ lost, disordered }).toEqual({ lost: 0, disordered: 0 });
      expect(roundTrips.length).toBeGreaterThan(0);
    },
    [Symbol.asyncDispose]: async () => {
      await relay[Symbol.asyncDispose]();
      await agent.close();
    },
  };
};
