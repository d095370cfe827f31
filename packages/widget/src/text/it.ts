import type { Texts } from "./texts.js";

export const it: Texts = {
  language: "it",
  direction: "ltr",
  heading: "Bean & Brew",
  launcher: (heading) => `Chiedi a ${heading}`,
  launcherHint: "Parla o scrivi",
  greeting: "Che cosa ti prepariamo?",
  introduction:
    "Chiedi di caffè, corsi o vendita all'ingrosso, oppure prenota una visita. A voce o per iscritto, come preferisci.",
  suggestions: ["Prenota una degustazione", "Dov'è il mio ordine?", "Corsi per baristi"],
  disclosure: "Un assistente, non una persona.",
  startTalking: "Inizia a parlare",
  typeFirst: "Scrivi una domanda…",
  typeInCall: "Oppure scrivi…",
  message: "Messaggio",
  send: "Invia",
  mute: "Disattiva il microfono",
  unmute: "Riattiva il microfono",
  end: "Termina la chiamata",
  close: "Chiudi",
  tryAgain: "Riprova",
  typeInstead: "Preferisco scrivere",
  conversation: "Conversazione",
  addToCalendar: "Aggiungi al calendario",
  you: "Tu",
  notHeard: "non ascoltato:",
  muted: "Microfono disattivato",
  typing: "Connesso · scrivi la tua domanda",
  answering: "Sta rispondendo…",
  reconnecting: "Connessione persa · sto tornando…",
  states: {
    idle: "Di solito risponde subito",
    connecting: "Connessione…",
    listening: "In ascolto",
    thinking: "Sta pensando…",
    speaking: "Sta parlando · interrompi quando vuoi",
    ended: "La chiamata è terminata",
    error: "Non connesso",
  },
  ended: {
    idle_timeout: "Terminata, perché nessuno parlava",
    max_duration: "Terminata alla durata massima",
    draining: "Terminata per manutenzione · ricomincia quando vuoi",
  },
  problems: {
    microphone_blocked: {
      title: "Il microfono è bloccato",
      text: "Il browser non permette a questa pagina di ascoltare. Fai clic sul lucchetto accanto all'indirizzo, consenti il microfono e riprova.",
    },
    microphone_missing: {
      title: "Nessun microfono trovato",
      text: "Collega un microfono o delle cuffie e riprova. Puoi anche scrivere.",
    },
    microphone_in_use: {
      title: "Il microfono è occupato",
      text: "Lo sta usando un altro programma o un'altra scheda. Chiudila e riprova. Puoi anche scrivere.",
    },
    microphone_failed: {
      title: "Il microfono non si è avviato",
      text: "Controlla che sia collegato e riprova. Puoi anche scrivere.",
    },
    insecure_page: {
      title: "Questa pagina non può usare il microfono",
      text: "I browser lo consentono solo su pagine sicure (https). Puoi comunque scrivere.",
    },
    relay_unreachable: {
      title: "Non siamo raggiungibili",
      text: "Controlla la connessione a internet e riprova.",
    },
    connection_lost: {
      title: "La connessione è caduta",
      text: "Quello che è stato detto è ancora qui. Riprova quando sei di nuovo online.",
    },
    at_capacity: {
      title: "Tutte le linee sono occupate",
      text: "Riprova tra un minuto.",
    },
    agent_unavailable: {
      title: "Il nostro assistente non è disponibile",
      text: "Riprova tra un momento.",
    },
    agent_failed: {
      title: "Qualcosa è andato storto da parte nostra",
      text: "La chiamata si è dovuta interrompere. Riprova.",
    },
    refused: {
      title: "Non è stato possibile iniziare la chiamata",
      text: "Questa pagina non può usare l'assistente. Avvisa il negozio, per favore.",
    },
  },
};
