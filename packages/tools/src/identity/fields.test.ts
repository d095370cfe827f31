import { describe, expect, it } from "vitest";
import { customerIdSchema, emailSchema, nameSchema, phoneSchema } from "./fields.js";

describe("phoneSchema", () => {
  it.each([
    ["212 555 0142", "+12125550142"],
    ["(212) 555-0142", "+12125550142"],
    ["1-212-555-0142", "+12125550142"],
    ["+1 212 555 0142", "+12125550142"],
    ["+44 20 7946 0958", "+442079460958"],
    ["+49 30 901820", "+4930901820"],
    ["0049 30 901820", "+4930901820"],
    ["011 49 30 901820", "+4930901820"],
  ])("%s is %s", (text, phone) => {
    expect(phoneSchema("").parse(text)).toBe(phone);
  });
  it.each(["555", "my number", "+1 212 555 01420000", '{"$gt":""}', "1".repeat(41)])("refuses %s", (text) => {
    expect(phoneSchema("").safeParse(text).success).toBe(false);
  });
  it("asks for the international format", () => {
    expect(phoneSchema("").safeParse("555").error?.issues[0]?.message).toMatch(/international format/);
  });
});

describe("emailSchema", () => {
  it("lower-cases", () => {
    expect(emailSchema("").parse(" Maya.Torres@Example.COM ")).toBe("maya.torres@example.com");
  });
  it.each([
    ["maya dot torres at example dot com", "maya.torres@example.com"],
    ["Maya_Torres at sign example.com", "maya_torres@example.com"],
    ["m a y a underscore t at mail dash box dot example dot com", "maya_t@mail-box.example.com"],
  ])("writes %s as %s", (text, address) => {
    expect(emailSchema("").parse(text)).toBe(address);
  });
  it.each(["call me at example dot com", "at example dot com", "maya at home", "maya at at example dot com"])(
    "takes %s for no address",
    (text) => {
      expect(emailSchema("").safeParse(text).success).toBe(false);
    },
  );
  it.each(["maya", "maya@", "a b@example.com", `${"a".repeat(250)}@example.com`])("refuses %s", (text) => {
    expect(emailSchema("").safeParse(text).success).toBe(false);
  });
  it("asks for a valid email", () => {
    expect(emailSchema("").safeParse("maya").error?.issues[0]?.message).toMatch(/valid email/);
  });
});

describe("customerIdSchema", () => {
  it.each([
    ["42", "CUST0042"],
    ["cust 42", "CUST0042"],
    ["CUST0042", "CUST0042"],
    ["Customer #42", "CUST0042"],
    ["CUST12345", "CUST12345"],
    ["000042", "CUST0042"],
  ])("%s is %s", (text, id) => {
    expect(customerIdSchema("").parse(text)).toBe(id);
  });
  it.each(["", "CUST", "42 or 43", "APT0042", "-1", "CUST0042'--", "9".repeat(13)])("refuses %s", (text) => {
    expect(customerIdSchema("").safeParse(text).success).toBe(false);
  });
});

describe("nameSchema", () => {
  it("makes one composed line, without what is not seen", () => {
    expect(nameSchema("").parse("  Jose\u0301 \n\t Garc\u0000i\u202Ea ")).toBe("José Garcia");
  });
  it.each(["\u202E\u0000", "x".repeat(121)])("refuses %j", (text) => {
    expect(nameSchema("").safeParse(text).success).toBe(false);
  });
});
