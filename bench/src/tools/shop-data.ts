import { MAX_PAGE, type Archive, type StoredRecord } from "@bean-brew/relay";

const DAY = 86_400_000;
/** How many appointments and orders a customer has. */
export const PER_CUSTOMER = 10;
/** The moment at which the bench takes place: a Monday at three in the afternoon in New York. */
export const NOW = Date.parse("2026-11-23T15:00:00-05:00");
/** Days on which every slot but the last two is taken; the first day after them is free. */
const BUSY_DAYS = ["2026-11-24", "2026-11-25", "2026-11-27"] as const;
const BUSY_HOURS = [14, 15, 16, 17, 18, 19];

export const phoneOf = (customer: number): string => `+1212${String(2_000_000 + customer)}`;
export const customerOf = (customer: number): string => `CUST${String(customer).padStart(4, "0")}`;
const appointmentOf = (number: number): string => `APT${String(number).padStart(4, "0")}`;
const orderOf = (number: number): string => `ORD${String(number).padStart(4, "0")}`;
const secondsText = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

/** A shop after years: so many appointments, nearly all of them past, and customers and orders to go with them. */
function* shopRecords(appointments: number): Generator<StoredRecord> {
  const customers = appointments / PER_CUSTOMER;
  for (let n = 1; n <= customers; n += 1) {
    const [phone, email] = [phoneOf(n), `customer.${n}@example.com`];
    const body = { name: `Customer ${n}`, phone, email, joined: "2024-03-18" };
    yield { collection: "customers", id: customerOf(n), claims: [`phone:${phone}`, `email:${email}`], body };
  }
  const starts = BUSY_DAYS.flatMap((day) => BUSY_HOURS.map((hour) => `${day}T${hour}:00:00Z`));
  for (let n = 1; n <= appointments; n += 1) {
    const owner = 1 + (n % customers);
    const toCome = starts[n - 1];
    const start = toCome ?? secondsText(NOW - DAY - ((n * 7_919) % 3_650) * DAY - ((n % 8) * DAY) / 24);
    const id = appointmentOf(n);
    const claims = [`of:${customerOf(owner)}#${id}`, `day:${start.slice(0, 10)}#${id}`];
    const body = {
      customerId: customerOf(owner),
      customerName: `Customer ${owner}`,
      start,
      end: secondsText(Date.parse(start) + DAY / 24),
      service: "Review",
      status: toCome === undefined ? "Completed" : "Scheduled",
    };
    yield {
      collection: "appointments",
      id,
      claims: toCome === undefined ? claims : [...claims, `slot:${start}#1`],
      body,
    };
  }
  for (let n = 1; n <= appointments; n += 1) {
    const owner = 1 + (n % customers);
    const body = {
      customerId: customerOf(owner),
      customerName: `Customer ${owner}`,
      placed: secondsText(NOW - ((n * 104_729) % 3_650) * DAY),
      lines: [{ name: "Foundry, 12 oz", quantity: 2, priceCents: 1_700 }],
      status: "Delivered",
    };
    yield { collection: "orders", id: orderOf(n), claims: [`of:${customerOf(owner)}#${orderOf(n)}`], body };
  }
  yield { counter: "customers", last: customers };
  yield { counter: "appointments", last: appointments };
  yield { counter: "orders", last: appointments };
}

/** Fills an empty store. */
export const fill = async (archive: Archive, appointments: number): Promise<void> => {
  let page: StoredRecord[] = [];
  const put = async (): Promise<void> => {
    const { conflict } = await archive.put(page);
    if (conflict !== undefined) throw new Error(`The store is not empty: ${JSON.stringify(page[conflict])}`);
    page = [];
  };
  for (const record of shopRecords(appointments)) {
    page.push(record);
    if (page.length === MAX_PAGE) await put();
  }
  await put();
};
