import { describe, expect, it } from "vitest";
import { BASIC, MY_PHONE, visit, type Visit } from "../../test/visit.js";

const REVIEW = { id: "APT0001", date: "2026-11-27T15:00:00-05:00", service: "Review", status: "Scheduled" };
const PLANNING = { id: "APT0002", date: "2026-12-01T10:00:00-05:00", service: "Planning", status: "Scheduled" };

function known(appointments = [REVIEW]): Visit {
  const call = visit(undefined, { more: { appointments } });
  call.tell(MY_PHONE);
  return call;
}

const written = (call: Visit): Visit["calls"] =>
  call.calls.filter(({ name }) => /^(?:create|reschedule|cancel)_appointment$/.test(name));

const moved = (id: string, date: string): object => ({
  name: "reschedule_appointment",
  arguments: { appointment_id: id, new_date: `${date}:00` },
});

describe("moving an appointment", () => {
  it.each([
    ["can I move my appointment to Wednesday at ten", "2026-11-25T10:00"],
    ["move my review to three thirty tomorrow", "2026-11-24T15:30"],
    ["could you move my Friday appointment to Thursday at nine am", "2026-11-26T09:00"],
    ["I need to change my appointment from Friday at three to Monday the 30th at ten", "2026-11-30T10:00"],
    ["can we push my appointment to four pm", "2026-11-27T16:00"],
    ["reschedule my appointment for next tuesday at two", "2026-12-01T14:00"],
  ])("%s", (text, date) => {
    const call = known();
    const said = call.tell(text);
    expect(written(call)).toEqual([moved("APT0001", date)]);
    expect(said).toMatch(/^Your Review is now on \w+day, \w+ \d+ at/);
  });

  it("offers times when none was said, and takes one", () => {
    const call = known();
    expect(call.tell("I need to reschedule")).toContain("I have Tuesday at ten or two");
    expect(call.tell("the second one")).toBe("Your Review is now on Tuesday, November 24 at 2 PM.");
    expect(written(call)).toEqual([moved("APT0001", "2026-11-24T14:00")]);
  });

  it("is of what was just booked when it is said of it", () => {
    const call = known([REVIEW, PLANNING]);
    call.tell("book a consultation tomorrow at two");
    call.tell("can I move it to Wednesday at ten");
    expect(written(call).at(-1)).toEqual(moved("APT0007", "2026-11-25T10:00"));
  });

  it("follows a correction of what was just booked", () => {
    const call = known();
    call.tell("book a consultation tomorrow at two");
    call.tell("no, I meant Wednesday at ten");
    expect(written(call).at(-1)).toEqual(moved("APT0007", "2026-11-25T10:00"));
  });

  it("follows the other one of two that were offered", () => {
    const call = visit(undefined, { more: { free: ["2026-11-24T10:00:00-05:00", "2026-11-24T14:00:00-05:00"] } });
    call.tell(MY_PHONE);
    call.tell("book a review");
    expect(call.tell("the first one")).toContain("booked for Tuesday, November 24 at 10 AM");
    expect(call.tell("no, the other one")).toBe("Your Review is now on Tuesday, November 24 at 2 PM.");
  });

  it("asks which one, and offers other times when the time is refused", () => {
    const call = known([REVIEW, PLANNING]);
    expect(call.tell("move my appointment to Wednesday at 11 am")).toBe(
      "Which one: the Review on Friday, November 27 at 3 PM or the Planning on Tuesday, December 1 at 10 AM?",
    );
    expect(call.tell("the planning")).toContain("no longer available. I have Tuesday at two. Would that suit you?");
    expect(call.tell("yes")).toBe("Your Planning is now on Tuesday, November 24 at 2 PM.");
    expect(written(call).at(-1)).toEqual(moved("APT0002", "2026-11-24T14:00"));
  });

  it("is not possible without the function, or without an appointment", () => {
    expect(visit(BASIC).tell("reschedule my appointment")).toContain("cannot move appointments");
    expect(known([]).tell("reschedule my appointment")).toContain("no appointments coming up");
  });
});

describe("cancelling an appointment", () => {
  it("is asked about, and done after a yes", () => {
    const call = known();
    expect(call.tell("cancel my appointment")).toBe("Shall I cancel your Review on Friday, November 27 at 3 PM?");
    expect(written(call)).toEqual([]);
    expect(call.tell("yes please")).toBe("Your Review on Friday, November 27 at 3 PM is cancelled.");
    expect(written(call)).toEqual([{ name: "cancel_appointment", arguments: { appointment_id: "APT0001" } }]);
    expect(call.tell("what appointments do I have")).toBe("You have no appointments coming up.");
  });

  it.each(["yes, please cancel it", "yes, cancel my appointment"])("is done after %j", (yes) => {
    const call = known();
    call.tell("please cancel my appointment");
    expect(call.tell(yes)).toContain("is cancelled");
    expect(written(call)).toEqual([{ name: "cancel_appointment", arguments: { appointment_id: "APT0001" } }]);
  });

  it("is not done after a no", () => {
    const call = known();
    call.tell("cancel my appointment");
    expect(call.tell("no, keep it")).toBe("All right, your appointment stays as it is.");
    call.tell("yes");
    expect(written(call)).toEqual([]);
  });

  it.each([
    ["cancel my planning", "APT0002"],
    ["cancel my Friday appointment", "APT0001"],
    ["cancel the appointment on December first", "APT0002"],
  ])("is of the one that is meant: %s", (text, id) => {
    const call = known([REVIEW, PLANNING]);
    call.tell(text);
    call.tell("yes");
    expect(written(call)).toEqual([{ name: "cancel_appointment", arguments: { appointment_id: id } }]);
  });

  it.each([
    ["the second one", "APT0002"],
    ["the review", "APT0001"],
    ["Friday", "APT0001"],
  ])("asks which one, and takes %s", (text, id) => {
    const call = known([REVIEW, PLANNING]);
    expect(call.tell("I want to cancel an appointment")).toContain("Which one");
    call.tell(text);
    call.tell("yes");
    expect(written(call)).toEqual([{ name: "cancel_appointment", arguments: { appointment_id: id } }]);
  });

  it("forgets what was to be cancelled before it books", () => {
    const call = known();
    call.tell("cancel my Friday appointment");
    call.tell("yes");
    expect(call.tell("book a review")).toContain("I have Tuesday at ten or two");
  });

  it("becomes moving when the caller thinks better of it", () => {
    const call = known();
    call.tell("I'd like to cancel");
    expect(call.tell("no wait don't cancel it I want to move it")).toContain("I have Tuesday at ten or two");
    expect(call.tell("to wednesday at ten")).toBe("Your Review is now on Wednesday, November 25 at 10 AM.");
    expect(call.tell("actually make that three")).toBe("Your Review is now on Wednesday, November 25 at 3 PM.");
    expect(written(call).map(({ name }) => name)).toEqual(["reschedule_appointment", "reschedule_appointment"]);
  });

  it("is not possible without the function", () => {
    expect(visit(BASIC).tell("cancel my appointment")).toContain("cannot cancel appointments");
  });
});
