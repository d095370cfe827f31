/** `bb-state-change` as `BbStateChange`. */
export type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** `siteKey` as `site-key`. */
export type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${Kebab<Rest>}`
    : `-${Lowercase<First>}${Kebab<Rest>}`
  : Name;

/** `bb-state-change` as `BbStateChange`. */
export const pascal = (name: string): string => name.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase());
