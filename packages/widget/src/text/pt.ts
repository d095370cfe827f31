import type { Texts } from "./texts.js";

export const pt: Texts = {
  language: "pt",
  direction: "ltr",
  heading: "Bean & Brew",
  launcher: (heading) => `Pergunte à ${heading}`,
  launcherHint: "Fale ou escreva",
  greeting: "O que vamos preparar para você?",
  introduction:
    "Pergunte sobre cafés, formação ou venda por atacado, ou marque uma visita. Falando ou escrevendo, como preferir.",
  suggestions: ["Marcar uma degustação", "Onde está o meu pedido?", "Formação de baristas"],
  disclosure: "Um assistente, não uma pessoa.",
  startTalking: "Começar a falar",
  typeFirst: "Escreva uma pergunta…",
  typeInCall: "Ou escreva…",
  message: "Mensagem",
  send: "Enviar",
  mute: "Silenciar",
  unmute: "Ativar o microfone",
  end: "Terminar a chamada",
  close: "Fechar",
  tryAgain: "Tentar de novo",
  typeInstead: "Prefiro escrever",
  conversation: "Conversa",
  addToCalendar: "Adicionar à agenda",
  you: "Você",
  notHeard: "não ouvido:",
  muted: "Silenciado",
  typing: "Conectado · escreva a sua pergunta",
  answering: "Respondendo…",
  reconnecting: "Conexão perdida · voltando…",
  states: {
    idle: "Costuma responder na hora",
    connecting: "Conectando…",
    listening: "Ouvindo",
    thinking: "Pensando…",
    speaking: "Falando · interrompa quando quiser",
    ended: "A chamada terminou",
    error: "Sem conexão",
  },
  ended: {
    idle_timeout: "Terminada, porque ninguém falava",
    max_duration: "Terminada na duração máxima",
    draining: "Terminada para manutenção · recomece quando quiser",
  },
  problems: {
    microphone_blocked: {
      title: "O microfone está bloqueado",
      text: "O seu navegador não deixa esta página ouvir. Clique no cadeado ao lado do endereço, permita o microfone e tente de novo.",
    },
    microphone_missing: {
      title: "Nenhum microfone foi encontrado",
      text: "Ligue um microfone ou fones de ouvido e tente de novo. Também pode escrever.",
    },
    microphone_in_use: {
      title: "O microfone está ocupado",
      text: "Outro programa ou outra aba está a usá-lo. Feche-o e tente de novo. Também pode escrever.",
    },
    microphone_failed: {
      title: "O microfone não iniciou",
      text: "Verifique se está ligado e tente de novo. Também pode escrever.",
    },
    insecure_page: {
      title: "Esta página não pode usar o microfone",
      text: "Os navegadores só o permitem em páginas seguras (https). Ainda assim pode escrever.",
    },
    relay_unreachable: {
      title: "Não estamos acessíveis",
      text: "Verifique a sua conexão à internet e tente de novo.",
    },
    connection_lost: {
      title: "A conexão foi perdida",
      text: "O que foi dito continua aqui. Tente de novo quando estiver online.",
    },
    at_capacity: {
      title: "Todas as nossas linhas estão ocupadas",
      text: "Tente de novo dentro de um minuto.",
    },
    agent_unavailable: {
      title: "O nosso assistente não está disponível",
      text: "Tente de novo dentro de momentos.",
    },
    agent_failed: {
      title: "Algo correu mal do nosso lado",
      text: "A chamada teve de terminar. Tente de novo.",
    },
    refused: {
      title: "Não foi possível iniciar a chamada",
      text: "Esta página não pode usar o assistente. Por favor, avise a loja.",
    },
  },
};
