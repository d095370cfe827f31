import { describe, expect, it } from "vitest";
import { heardIn } from "./requests.js";

it("a time with dots is within its request", () => {
  expect(heardIn("Could we do at 1 p.m. on Friday, I mean at 4 pm on Monday?").goals).toHaveLength(1);
});

describe("two requests in one sentence", () => {
  it.each([
    ["please book a consultation on tuesday at two, and where is my order?", ["book", "orders"]],
    ["book a review on friday at ten and I have a question about my order, where is it", ["book", "orders"]],
    ["Do you train baristas? Also, I'm still waiting for my delivery", ["question", "orders"]],
    ["how late are you open, and has my order shipped", ["question", "orders"]],
    ["we'd like coffee with our own label, and I have a question about my order, where is it", ["question", "orders"]],
    ["I want my team to get barista classes Also, where is my order", ["question", "orders"]],
    ["my machine is broken, can you fix it, and when does my coffee arrive", ["question", "orders"]],
    ["did my package go out Also, I don't like the coffee, can I send it back?", ["orders", "question"]],
    ["where is my order, and I can't have caffeine, what do you have", ["orders", "question"]],
    ["Where is my order? I'd like it on Tuesday at two", ["orders"]],
  ])("are both heard: %s", (text, goals) => {
    expect(heardIn(text).goals.map(({ is }) => is)).toEqual(goals);
  });
});
