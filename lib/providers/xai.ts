import { chatProvider } from "./compatible.ts";
import type { Provider } from "./provider.ts";
import { KINDS } from "./provider_kinds.ts";
import type { AdapterOptions } from "./adapter_options.ts";

/**
 * xAI by its chat completions, over fetch; without search.
 *
 * @param options.key From console.x.ai; without one, calls throw `missing key`.
 *
 * @example At the vendor's own address
 * ```ts
 * import { xaiProvider } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * equal(xaiProvider({ key: "example" }).baseUrl, "https://api.x.ai/v1");
 * ```
 */
export function xaiProvider(options: AdapterOptions = {}): Provider {
  return chatProvider(options, {
    name: "xai",
    ...KINDS.xai,
    bound: "max_completion_tokens",
  });
}
