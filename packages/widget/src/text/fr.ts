import type { Texts } from "./texts.js";

export const fr: Texts = {
  language: "fr",
  direction: "ltr",
  heading: "Bean & Brew",
  launcher: (heading) => `Demander à ${heading}`,
  launcherHint: "Parlez ou écrivez",
  greeting: "Qu'est-ce qu'on vous prépare ?",
  introduction:
    "Posez vos questions sur nos cafés, la formation ou la vente en gros, ou prenez rendez-vous. À l'oral ou à l'écrit, comme vous voulez.",
  suggestions: ["Réserver une dégustation", "Où est ma commande ?", "Formation barista"],
  disclosure: "Un assistant, pas une personne.",
  startTalking: "Commencer à parler",
  typeFirst: "Écrivez une question…",
  typeInCall: "Ou écrivez…",
  message: "Message",
  send: "Envoyer",
  mute: "Couper le micro",
  unmute: "Réactiver le micro",
  end: "Terminer l'appel",
  close: "Fermer",
  tryAgain: "Réessayer",
  typeInstead: "Plutôt écrire",
  conversation: "Conversation",
  addToCalendar: "Ajouter à l'agenda",
  you: "Vous",
  notHeard: "non entendu :",
  muted: "Micro coupé",
  typing: "Connecté · écrivez votre question",
  answering: "Réponse en cours…",
  reconnecting: "Connexion perdue · reprise…",
  states: {
    idle: "Répond en général tout de suite",
    connecting: "Connexion…",
    listening: "À l'écoute",
    thinking: "Réflexion…",
    speaking: "Parle · interrompez à tout moment",
    ended: "L'appel est terminé",
    error: "Non connecté",
  },
  ended: {
    idle_timeout: "Terminé, car personne ne parlait",
    max_duration: "Terminé à la durée maximale d'un appel",
    draining: "Terminé pour maintenance · recommencez quand vous voulez",
  },
  problems: {
    microphone_blocked: {
      title: "Le micro est bloqué",
      text: "Votre navigateur empêche cette page d'écouter. Cliquez sur le cadenas à côté de l'adresse, autorisez le micro, puis réessayez.",
    },
    microphone_missing: {
      title: "Aucun micro n'a été trouvé",
      text: "Branchez un micro ou un casque, puis réessayez. Vous pouvez aussi écrire.",
    },
    microphone_in_use: {
      title: "Le micro est occupé",
      text: "Un autre programme ou onglet l'utilise. Fermez-le, puis réessayez. Vous pouvez aussi écrire.",
    },
    microphone_failed: {
      title: "Le micro n'a pas démarré",
      text: "Vérifiez qu'il est branché et réessayez. Vous pouvez aussi écrire.",
    },
    insecure_page: {
      title: "Cette page ne peut pas utiliser le micro",
      text: "Les navigateurs ne le permettent que sur les pages sécurisées (https). Vous pouvez quand même écrire.",
    },
    relay_unreachable: {
      title: "Nous sommes injoignables",
      text: "Vérifiez votre connexion à internet, puis réessayez.",
    },
    connection_lost: {
      title: "La connexion a été perdue",
      text: "Ce qui a été dit est toujours là. Réessayez une fois de nouveau en ligne.",
    },
    at_capacity: {
      title: "Toutes nos lignes sont occupées",
      text: "Veuillez réessayer dans une minute.",
    },
    agent_unavailable: {
      title: "Notre assistant n'est pas disponible",
      text: "Veuillez réessayer dans un instant.",
    },
    agent_failed: {
      title: "Un problème est survenu de notre côté",
      text: "L'appel a dû être interrompu. Veuillez réessayer.",
    },
    refused: {
      title: "L'appel n'a pas pu commencer",
      text: "Cette page ne peut pas utiliser l'assistant. Merci de prévenir la boutique.",
    },
  },
};
