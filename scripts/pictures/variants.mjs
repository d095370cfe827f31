import { booked } from "./states.mjs";

const DESK = { width: 900, height: 640, deviceScaleFactor: 1 };
const PHONE = { width: 390, height: 760, deviceScaleFactor: 1 };

const opened = async (visit) => {
  await visit.press("launcher");
  await visit.find("start");
};
const openedAndBooked = async (visit) => {
  await opened(visit);
  await booked(visit);
};

/** What the element looks like on a page, and where it stands there. */
export const VARIANTS = [
  { name: "floating-closed", onShop: true, viewport: DESK, act: (visit) => visit.find("launcher") },
  { name: "floating-open", onShop: true, viewport: DESK, act: opened },
  { name: "floating-dark", onShop: true, viewport: DESK, scheme: "dark", act: openedAndBooked },
  { name: "bar", onShop: true, viewport: DESK, attributes: 'variant="bar"', act: (visit) => visit.find("bar") },
  {
    name: "bar-in-call",
    onShop: true,
    viewport: DESK,
    attributes: 'variant="bar"',
    act: (visit) => booked({ ...visit, find: (part) => visit.find(part === "card" ? "caption" : part) }),
  },
  {
    name: "button",
    viewport: { width: 320, height: 120, deviceScaleFactor: 1.5 },
    attributes: 'variant="button"',
    act: (visit) => visit.find("launcher"),
  },
  {
    name: "push-to-talk",
    viewport: { width: 432, height: 652, deviceScaleFactor: 1 },
    attributes: 'variant="inline" push-to-talk',
    act: booked,
  },
  { name: "phone", onShop: true, viewport: PHONE, act: opened },
  { name: "phone-in-call", onShop: true, viewport: PHONE, act: openedAndBooked },
  {
    name: "arabic",
    language: "ar",
    viewport: { width: 432, height: 652, deviceScaleFactor: 1.25 },
    attributes: 'variant="inline"',
    act: async (visit) => {
      await visit.call();
      await visit.tell(
        {
          type: "conversation_update",
          seq: 1,
          turn: 1,
          at: "2026-11-24T14:02:10Z",
          data: { role: "assistant", content: "أهلًا بك في Bean & Brew. كيف يمكنني مساعدتك؟" },
        },
        {
          type: "conversation_update",
          seq: 2,
          turn: 2,
          at: "2026-11-24T14:02:16Z",
          data: { role: "user", content: "أريد موعدًا للاستشارة يوم الثلاثاء الساعة الثانية." },
        },
      );
      await visit.find("user-turn");
    },
  },
];
