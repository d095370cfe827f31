export interface Look {
  /** Of its picture. */
  readonly name: string;
  readonly css: string;
}
export function readLooks(): readonly Look[];
