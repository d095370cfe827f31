import { readFileSync } from "node:fs";
import { defaultCalendar, readCalendar, type Calendar, type CalendarRules } from "@bean-brew/tools";
import { parse, YAMLError } from "yaml";

/**
 * Reads the shop's calendar from a YAML file.
 * @throws RangeError saying what is wrong with it.
 */
export const loadCalendar = (path: string): CalendarRules => readCalendar(parseYaml(readFile(path)));

/** The shop's calendar, in its time zone: as it is configured, or the usual one. */
export const calendarOf = (config: {
  readonly SHOP_CALENDAR?: CalendarRules | undefined;
  readonly SHOP_TIME_ZONE: string;
}): Calendar => {
  const timeZone = config.SHOP_TIME_ZONE;
  return { ...defaultCalendar(timeZone), ...config.SHOP_CALENDAR };
};

const readFile = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new RangeError("the file cannot be read");
  }
};

const parseYaml = (text: string): unknown => {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLError)) throw error;
    throw new RangeError(`it is no YAML: ${error.message.split("\n")[0] ?? ""}`, { cause: error });
  }
};
