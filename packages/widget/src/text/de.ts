import type { Texts } from "./texts.js";

export const de: Texts = {
  language: "de",
  direction: "ltr",
  heading: "Bean & Brew",
  launcher: (heading) => `${heading} fragen`,
  launcherHint: "Sprechen oder schreiben",
  greeting: "Was dürfen wir für Sie aufbrühen?",
  introduction:
    "Fragen Sie nach Bohnen, Schulungen oder Großhandel, oder buchen Sie einen Termin. Gesprochen oder getippt, wie Sie mögen.",
  suggestions: ["Verkostung buchen", "Wo ist meine Bestellung?", "Barista-Schulung"],
  disclosure: "Ein Assistent, kein Mensch.",
  startTalking: "Gespräch beginnen",
  typeFirst: "Frage eintippen…",
  typeInCall: "Oder tippen…",
  message: "Nachricht",
  send: "Senden",
  mute: "Stummschalten",
  unmute: "Mikrofon einschalten",
  end: "Gespräch beenden",
  close: "Schließen",
  tryAgain: "Noch einmal versuchen",
  typeInstead: "Lieber schreiben",
  conversation: "Unterhaltung",
  addToCalendar: "In den Kalender",
  you: "Sie",
  notHeard: "nicht gehört:",
  muted: "Stumm",
  typing: "Verbunden · stellen Sie Ihre Frage",
  answering: "Antwortet…",
  reconnecting: "Verbindung verloren · kommt zurück…",
  states: {
    idle: "Antwortet meist sofort",
    connecting: "Verbindet…",
    listening: "Hört zu",
    thinking: "Denkt nach…",
    speaking: "Spricht · unterbrechen Sie jederzeit",
    ended: "Das Gespräch ist beendet",
    error: "Nicht verbunden",
  },
  ended: {
    idle_timeout: "Beendet, weil niemand sprach",
    max_duration: "Beendet, da die längste Gesprächsdauer erreicht war",
    draining: "Wegen Wartung beendet · beginnen Sie jederzeit neu",
  },
  problems: {
    microphone_blocked: {
      title: "Das Mikrofon ist blockiert",
      text: "Ihr Browser lässt diese Seite nicht zuhören. Klicken Sie auf das Schloss neben der Adresse, erlauben Sie das Mikrofon und versuchen Sie es noch einmal.",
    },
    microphone_missing: {
      title: "Kein Mikrofon gefunden",
      text: "Schließen Sie ein Mikrofon oder Headset an und versuchen Sie es noch einmal. Sie können auch schreiben.",
    },
    microphone_in_use: {
      title: "Das Mikrofon ist belegt",
      text: "Ein anderes Programm oder ein anderer Tab benutzt es. Schließen Sie es und versuchen Sie es noch einmal. Sie können auch schreiben.",
    },
    microphone_failed: {
      title: "Das Mikrofon ist nicht angesprungen",
      text: "Prüfen Sie, ob es angeschlossen ist, und versuchen Sie es noch einmal. Sie können auch schreiben.",
    },
    insecure_page: {
      title: "Diese Seite kann das Mikrofon nicht benutzen",
      text: "Browser erlauben es nur auf sicheren Seiten (https). Schreiben können Sie trotzdem.",
    },
    relay_unreachable: {
      title: "Wir sind nicht erreichbar",
      text: "Prüfen Sie Ihre Internetverbindung und versuchen Sie es noch einmal.",
    },
    connection_lost: {
      title: "Die Verbindung ist abgebrochen",
      text: "Was gesagt wurde, steht noch hier. Versuchen Sie es noch einmal, wenn Sie wieder online sind.",
    },
    at_capacity: {
      title: "Alle Leitungen sind belegt",
      text: "Bitte versuchen Sie es in einer Minute noch einmal.",
    },
    agent_unavailable: {
      title: "Unser Assistent ist nicht verfügbar",
      text: "Bitte versuchen Sie es gleich noch einmal.",
    },
    agent_failed: {
      title: "Bei uns ist etwas schiefgegangen",
      text: "Das Gespräch musste enden. Bitte versuchen Sie es noch einmal.",
    },
    refused: {
      title: "Das Gespräch konnte nicht beginnen",
      text: "Diese Seite darf den Assistenten nicht benutzen. Bitte sagen Sie dem Geschäft Bescheid.",
    },
  },
};
