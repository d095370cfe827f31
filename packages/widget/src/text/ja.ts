import type { Texts } from "./texts.js";

export const ja: Texts = {
  language: "ja",
  direction: "ltr",
  heading: "Bean & Brew",
  launcher: (heading) => `${heading}に聞く`,
  launcherHint: "話しても、書いても",
  greeting: "何をお淹れしましょうか？",
  introduction: "豆、トレーニング、卸売のご質問や、ご来店の予約をどうぞ。音声でも文字でも、お好きな方法で。",
  suggestions: ["テイスティングを予約", "注文はどこですか？", "バリスタ研修"],
  disclosure: "人ではなく、アシスタントがお答えします。",
  startTalking: "話しはじめる",
  typeFirst: "質問を入力…",
  typeInCall: "入力もできます…",
  message: "メッセージ",
  send: "送信",
  mute: "ミュート",
  unmute: "ミュートを解除",
  end: "通話を終了",
  close: "閉じる",
  tryAgain: "もう一度試す",
  typeInstead: "文字で入力する",
  conversation: "会話",
  addToCalendar: "カレンダーに追加",
  you: "あなた",
  notHeard: "再生されなかった部分：",
  muted: "ミュート中",
  typing: "接続済み · 質問を入力してください",
  answering: "回答中…",
  reconnecting: "接続が切れました · 再接続中…",
  states: {
    idle: "たいていすぐにお答えします",
    connecting: "接続中…",
    listening: "聞いています",
    thinking: "考えています…",
    speaking: "話しています · いつでも話しかけてください",
    ended: "通話が終了しました",
    error: "接続されていません",
  },
  ended: {
    idle_timeout: "会話がなかったため終了しました",
    max_duration: "通話の最長時間に達したため終了しました",
    draining: "メンテナンスのため終了しました · いつでも再開できます",
  },
  problems: {
    microphone_blocked: {
      title: "マイクがブロックされています",
      text: "ブラウザがこのページにマイクの使用を許可していません。アドレスの横の鍵マークをクリックしてマイクを許可し、もう一度お試しください。",
    },
    microphone_missing: {
      title: "マイクが見つかりません",
      text: "マイクまたはヘッドセットを接続して、もう一度お試しください。文字でも入力できます。",
    },
    microphone_in_use: {
      title: "マイクが使用中です",
      text: "ほかのプログラムまたはタブが使用しています。閉じてからもう一度お試しください。文字でも入力できます。",
    },
    microphone_failed: {
      title: "マイクを開始できませんでした",
      text: "接続を確認して、もう一度お試しください。文字でも入力できます。",
    },
    insecure_page: {
      title: "このページではマイクを使えません",
      text: "ブラウザは安全なページ（https）でのみ許可しています。文字での入力は可能です。",
    },
    relay_unreachable: {
      title: "接続できません",
      text: "インターネット接続を確認して、もう一度お試しください。",
    },
    connection_lost: {
      title: "接続が切れました",
      text: "これまでの会話は残っています。オンラインに戻ったら、もう一度お試しください。",
    },
    at_capacity: {
      title: "ただいま回線が混み合っています",
      text: "1分ほどしてから、もう一度お試しください。",
    },
    agent_unavailable: {
      title: "アシスタントをご利用いただけません",
      text: "しばらくしてから、もう一度お試しください。",
    },
    agent_failed: {
      title: "こちらで問題が発生しました",
      text: "通話を終了しました。もう一度お試しください。",
    },
    refused: {
      title: "通話を開始できませんでした",
      text: "このページではアシスタントを利用できません。お店にお知らせください。",
    },
  },
};
