export interface HashedCopy {
  /** Its name with the hash. */
  readonly file: string;
  readonly content: string;
  /** For `<script integrity>`. */
  readonly integrity: string;
}
export const INTEGRITY_FILE: string;
export function hashedCopies(files: ReadonlyMap<string, string>): Map<string, HashedCopy>;
export function writeHashed(options: unknown, bundle: Readonly<Record<string, unknown>>): Promise<void>;
