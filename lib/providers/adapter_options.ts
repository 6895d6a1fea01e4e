import type { Fetch } from "./fetch.ts";

/** What every adapter takes. */
export interface AdapterOptions {
  /** Name in settings, tables and messages; the kind by default. */
  readonly name?: string;
  /** The key; it leaves the lab in a header alone. */
  readonly key?: string;
  /** Where the provider is; the vendor's own address by default. */
  readonly baseUrl?: string;
  /** In place of the platform's fetch, for instance a cassette. */
  readonly fetch?: Fetch;
  /** Bytes of an answer that are read at most; 2,000,000 by default. */
  readonly maxBodyBytes?: number;
  /** Clock for headers that name a date; `Date.now` by default. */
  readonly now?: () => number;
  /** A sentence on where a key would go. */
  readonly keyAdvice?: string;
  /** Which setting names a model, for the message about a retired one. */
  readonly modelSetting?: (model: string) => string;
}
