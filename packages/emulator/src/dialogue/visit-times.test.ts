import { describe, expect, it } from "vitest";
import { JANE, jane, lastOf, MY_PHONE, visit, type Visit } from "../../test/visit.js";

/** Times and questions as people put them who go on with what was said before. */

describe("a question of a past year", () => {
  const found = (answer: string) => ({ instead: { search_knowledge_base: JSON.stringify({ found: true, answer }) } });

  it("is not answered by what says nothing of that year", () => {
    const cup = visit(undefined, { more: found("We won silver at the Roasters Cup in 2023.") });
    expect(cup.tell("Who won the world cup in 1998?")).toContain("I don't know that");
    expect(cup.tell("Which cup did you win in 2023?")).toContain("silver");
    expect(cup.tell("What will you do in 2027?")).toContain("silver");
  });
});

describe("a question that goes on with the one before", () => {
  const askedFor = ({ calls }: Visit) => calls.at(-1)?.arguments["query"];

  it.each([
    ["and on weekends?", "What are your opening hours on weekends?"],
    ["what about Sunday?", "What are your opening hours what about Sunday?"],
  ])("%s is looked up with it", (text, query) => {
    const one = visit();
    one.tell("What are your opening hours?");
    one.tell(text);
    expect(askedFor(one)).toBe(query);
  });

  it("is one of its own when it is longer, or something else was asked for meanwhile", () => {
    const one = jane("What are your opening hours?", "and do you sell grinders to people at home?");
    expect(askedFor(one)).toBe("and do you sell grinders to people at home?");
    one.tell("where is my order");
    one.tell("what about Friday?");
    expect(lastOf(one)).toEqual(["check_availability", { start_date: "2026-11-27" }]);
  });
});

describe("a weekday's name on that day", () => {
  it.each(["book a review on Monday at 7 pm", "book a review on Monday at 4 pm"])("may be today's: %s", (text) => {
    expect(jane().tell(text)).toContain("Is that right?");
  });

  it.each([
    ["book a review this Monday at 7 pm", "2026-11-23T19:00:00"],
    ["book a review next Monday at 4 pm", "2026-11-30T16:00:00"],
    ["book a review today at 7 pm", "2026-11-23T19:00:00"],
  ])("is sure: %s", (text, date) => {
    const one = jane(text);
    expect(one.calls.at(-1)?.arguments).toMatchObject({ date });
  });
});

describe("times", () => {
  it("that are asked for beyond an hour are of the day that is talked of, and nothing else is looked up", () => {
    const one = visit();
    one.tell("do you have anything tomorrow?");
    expect(one.tell("anything later than 1?")).toBe("I have Tuesday at two. Would that suit you?");
    expect(one.calls).toHaveLength(1);
  });

  it("between two hours are offered within them", () => {
    const free = ["T10:00", "T12:00", "T13:00", "T14:00", "T15:00"].map((time) => `2026-11-24${time}:00-05:00`);
    const one = visit(undefined, { more: { free } });
    one.tell(MY_PHONE);
    one.tell("I want to book a consultation");
    expect(one.tell("tomorrow between one and three")).toBe("I have Tuesday at one or two. Which would you like?");
    expect(one.tell("between 11:30 am and 2 pm then")).toBe("I have Tuesday at noon or one. Which would you like?");
  });

  it("that a yes does not choose from are offered again", () => {
    const one = jane("I want to book a consultation");
    expect(one.tell("yes")).toContain("Which would you like?");
    expect(one.calls.filter(({ name }) => name === "check_availability")).toHaveLength(1);
  });

  it("in another part of the day are of the day of what was booked", () => {
    const one = jane("book a review tomorrow at ten");
    expect(one.tell("move it to the afternoon")).toBe("I have Tuesday at two. Would that suit you?");
  });

  it("in the week after next are looked up from there", () => {
    const one = jane("do you have anything the week after next?");
    expect(lastOf(one)).toEqual(["check_availability", { start_date: "2026-12-07" }]);
  });

  it("by a weekday's name are after the day from which they were looked up", () => {
    const one = jane("book a consultation next week");
    one.tell("no, Tuesday");
    expect(lastOf(one)).toEqual(["check_availability", { start_date: "2026-12-01" }]);
    one.tell("this Thursday");
    expect(lastOf(one)).toEqual(["check_availability", { start_date: "2026-11-26" }]);
  });

  it("that the day that was offered has not are said not to be free", () => {
    const one = jane("book a consultation tomorrow");
    expect(one.tell("nine")).toBe("That time is not free. I have Wednesday at nine. Would that suit you?");
  });

  it.each(["can i come in tomorrow", "could we drop by tomorrow?"])("are offered to who asks to come: %s", (text) => {
    const one = visit();
    one.tell(text);
    expect(lastOf(one)).toEqual(["check_availability", { start_date: "2026-11-24" }]);
  });

  it.each([
    ["book a review 2026-12-01 14:00", "2026-12-01T14:00:00"],
    ["book a review on 2026-12-01 at 2pm", "2026-12-01T14:00:00"],
  ])("in figures are no telephone number: %s", (text, date) => {
    const one = jane();
    one.tell(text);
    expect(lastOf(one)).toEqual(["create_appointment", { customer_id: JANE.id, date, service: "Review" }]);
    expect(one.state().facts.phone).toBe(JANE.phone);
  });
});
