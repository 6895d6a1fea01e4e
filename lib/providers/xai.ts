import { chatProvider } from "./compatible.ts";
import type { Provider } from "./provider.ts";
import type { AdapterOptions } from "./adapter_options.ts";

/** The vendor's own address. */
const BASE_URL = "https://api.x.ai/v1";

/**
 * xAI by its chat completions, over fetch; without search.
 *
 * @param options.key From console.x.ai; without one, calls throw `missing key`.
 */
export function xaiProvider(options: AdapterOptions = {}): Provider {
  return chatProvider(options, {
    name: "xai",
    baseUrl: BASE_URL,
    needsKey: true,
    bound: "max_completion_tokens",
  });
}
