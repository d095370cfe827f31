import { useState, type JSX } from "react";
import { Conversation } from "./conversation.js";

/** The page: what it offers, and the agent while somebody wants it. */
export function App(): JSX.Element {
  const [talking, setTalking] = useState(false);
  const [news, setNews] = useState("");
  return (
    <main>
      <section>
        <h1>Read here, drink this</h1>
        <p>
          Harbour Books pours Bean &amp; Brew&apos;s coffee. Ask their assistant what is in your cup, or have it book
          you an hour with a roaster.
        </p>
        <button type="button" onClick={() => setTalking(!talking)}>
          {talking ? "That is all, thanks" : "Talk to the roastery"}
        </button>
        <p id="news" role="status">
          {news}
        </p>
      </section>
      {talking && <Conversation onDone={setNews} />}
    </main>
  );
}
