export interface Described {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { readonly text: string };
}
export interface Member extends Described {
  readonly kind: "field" | "method";
  readonly readonly?: boolean;
}
export interface ElementDeclaration extends Described {
  readonly tagName: string;
  readonly attributes: readonly Described[];
  readonly members: readonly Member[];
  readonly events: readonly Described[];
  readonly slots: readonly Described[];
  readonly cssParts: readonly Described[];
  readonly cssProperties: readonly Described[];
}
export interface Manifest {
  readonly schemaVersion: string;
}
export interface HtmlData {
  readonly version: number;
  readonly tags: readonly {
    readonly name: string;
    readonly attributes: readonly (Described & { readonly values?: readonly Described[] })[];
  }[];
}
export function createManifest(): Promise<Manifest>;
export function elementIn(manifest: Manifest): ElementDeclaration;
export function createHtmlData(manifest: Manifest): HtmlData;
export function writeManifest(): Promise<void>;
