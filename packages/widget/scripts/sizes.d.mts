export interface Size {
  readonly bytes: number;
  readonly gzip: number;
  readonly brotli: number;
}
export const SIZES_FILE: URL;
export function measureSizes(): Promise<Record<string, Size>>;
export function writeSizes(): Promise<void>;
