import type { Texts } from "./texts.js";

export const es: Texts = {
  language: "es",
  direction: "ltr",
  heading: "Bean & Brew",
  launcher: (heading) => `Habla con ${heading}`,
  launcherHint: "Habla o escribe",
  greeting: "¿Qué te preparamos?",
  introduction:
    "Pregunta por cafés, formación o venta al por mayor, o reserva una visita. Hablando o escribiendo, como prefieras.",
  suggestions: ["Reservar una cata", "¿Dónde está mi pedido?", "Formación de baristas"],
  disclosure: "Un asistente, no una persona.",
  startTalking: "Empezar a hablar",
  typeFirst: "Escribe una pregunta…",
  typeInCall: "O escribe…",
  message: "Mensaje",
  send: "Enviar",
  mute: "Silenciar",
  unmute: "Activar el micrófono",
  end: "Terminar la llamada",
  close: "Cerrar",
  tryAgain: "Intentar de nuevo",
  typeInstead: "Mejor escribir",
  conversation: "Conversación",
  addToCalendar: "Añadir al calendario",
  you: "Tú",
  notHeard: "no escuchado:",
  muted: "Silenciado",
  typing: "Conectado · escribe tu pregunta",
  answering: "Respondiendo…",
  reconnecting: "Conexión perdida · volviendo…",
  states: {
    idle: "Suele responder al instante",
    connecting: "Conectando…",
    listening: "Escuchando",
    thinking: "Pensando…",
    speaking: "Hablando · interrumpe cuando quieras",
    ended: "La llamada ha terminado",
    error: "Sin conexión",
  },
  ended: {
    idle_timeout: "Terminada, porque nadie hablaba",
    max_duration: "Terminada al llegar a la duración máxima",
    draining: "Terminada por mantenimiento · empieza de nuevo cuando quieras",
  },
  problems: {
    microphone_blocked: {
      title: "El micrófono está bloqueado",
      text: "Tu navegador no deja que esta página escuche. Haz clic en el candado junto a la dirección, permite el micrófono y vuelve a intentarlo.",
    },
    microphone_missing: {
      title: "No se encontró ningún micrófono",
      text: "Conecta un micrófono o unos auriculares y vuelve a intentarlo. También puedes escribir.",
    },
    microphone_in_use: {
      title: "El micrófono está ocupado",
      text: "Otro programa u otra pestaña lo está usando. Ciérralo y vuelve a intentarlo. También puedes escribir.",
    },
    microphone_failed: {
      title: "El micrófono no se ha iniciado",
      text: "Comprueba que está conectado y vuelve a intentarlo. También puedes escribir.",
    },
    insecure_page: {
      title: "Esta página no puede usar el micrófono",
      text: "Los navegadores solo lo permiten en páginas seguras (https). Puedes escribir igualmente.",
    },
    relay_unreachable: {
      title: "No podemos recibir tu llamada",
      text: "Comprueba tu conexión a internet y vuelve a intentarlo.",
    },
    connection_lost: {
      title: "Se perdió la conexión",
      text: "Lo que se dijo sigue aquí. Inténtalo de nuevo cuando vuelvas a tener conexión.",
    },
    at_capacity: {
      title: "Todas nuestras líneas están ocupadas",
      text: "Inténtalo de nuevo dentro de un minuto.",
    },
    agent_unavailable: {
      title: "Nuestro asistente no está disponible",
      text: "Inténtalo de nuevo dentro de un momento.",
    },
    agent_failed: {
      title: "Algo ha fallado por nuestra parte",
      text: "La llamada tuvo que terminar. Inténtalo de nuevo.",
    },
    refused: {
      title: "No se pudo iniciar la llamada",
      text: "Esta página no puede usar el asistente. Avisa a la tienda, por favor.",
    },
  },
};
