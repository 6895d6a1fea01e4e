import { CONTEXT_ADVICE, CONTEXT_REFUSED } from "./context_fault.ts";
import { outsideLine, quotedValue } from "../outside_text.ts";
import { rateLimits, retryAfterMs } from "./headers.ts";
import { CallError } from "./provider.ts";
import type { Redactor } from "./secrets.ts";
import type { AdapterOptions } from "./adapter_options.ts";
import type { About, WireReply } from "./wire_reply.ts";

/** The fields of an object; of anything else none. */
function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Record<string, unknown>
    : {};
}

/** Whose refusal it is, and what was being done. */
export interface Refused {
  readonly doing: string;
  readonly name: string;
  readonly options: Pick<AdapterOptions, "modelSetting" | "keyAdvice">;
  readonly clean: Redactor;
  readonly nowMs: number;
}

interface Complaint {
  readonly message: string;
  /** Code, type and status words of an error in any of the known shapes, in lower case. */
  readonly codes: string;
}

/**
 * The provider's own words, decoded and then cleaned, from `{error: {…}}`, `{error: "…"}`, `[{error}]` or
 * plain text.
 */
function complaintOf(text: string, clean: Redactor): Complaint {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { message: outsideLine(clean.text(text)), codes: "" };
  }
  const top = record(Array.isArray(parsed) ? parsed[0] : parsed);
  const error = typeof top.error === "string" ? { message: top.error } : record(top.error ?? top);
  const details = Array.isArray(error.details) ? error.details.map(record) : [];
  // llama.cpp's server says beside its sentence how long its context is, and the prompt.
  const figures = ["n_ctx", "n_prompt_tokens"].flatMap((name) => {
    const value = record(error)[name];
    return Number.isSafeInteger(value) ? [`${name} ${value}`] : [];
  });
  const words = typeof error.message === "string" ? [error.message, ...figures].join(", ") : text;
  return {
    message: outsideLine(clean.text(words)),
    codes: [error.code, error.type, error.status, ...details.map(({ reason }) => reason)]
      .filter((one) => typeof one === "string").join(" ").toLowerCase(),
  };
}

const NO_MODEL =
  /\bmodel\b.{0,120}\b(not found|does not exist|not exist|no longer|deprecated|retired|shut ?down|unavailable|not supported)|not_found.{0,40}\bmodel|^model:|models\/\S+ is not found/i;

/**
 * The error that a refusal stands for, by its status and the provider's own words.
 *
 * @param reply As it came, keys removed.
 * @param about What was asked; without a model it was an answer by its id.
 * @param status The status to go by, where a good one carried the refusal.
 */
export function refusalError(
  wire: Refused,
  reply: WireReply,
  about: About,
  status = reply.status,
): CallError {
  const { doing, name, options, clean } = wire;
  const { message, codes } = complaintOf(reply.text, clean);
  const said = message === "" ? "" : ` (${message})`;
  const retryAfter = retryAfterMs(reply.headers, wire.nowMs);
  const limits = rateLimits(reply.headers, wire.nowMs);
  const error = (
    sentence: string,
    facts: Pick<CallError, "fault" | "canRetry" | "mayCost">,
  ) =>
    new CallError(`Cannot ${doing}: ${sentence}${said}`, {
      ...facts,
      status,
      ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }),
      ...(limits === undefined ? {} : { limits }),
      raw: clean.text(reply.text.slice(0, 2000)),
    });
  const final = { canRetry: false, mayCost: false };

  const isQuota = /insufficient_quota|billing|credit|exceeded_current_quota|payment/.test(codes) ||
    /credit balance is too low|insufficient (credits|quota)|exceeded your current quota, please check your plan/i
        .test(message) && !codes.includes("resource_exhausted");
  if (status === 402 || (isQuota && [400, 403, 429].includes(status))) {
    return error("the account has no money or quota left", { fault: "quota", ...final });
  }
  if ([400, 413, 422, 500].includes(status) && CONTEXT_REFUSED.test(`${codes} ${message}`)) {
    return error(
      `prompt and answer together are longer than the context of ${name}. Ask for fewer tokens ` +
        `(maxOutputTokens), or where the server is your own: ${CONTEXT_ADVICE}`,
      { fault: "bad request", ...final },
    );
  }
  if (
    about.model !== undefined && [400, 403, 404, 410].includes(status) &&
    (/model_not_found|model_retired|model_deprecated/.test(codes) || NO_MODEL.test(message))
  ) {
    const setting = options.modelSetting?.(about.model) ?? "the model in the settings";
    return error(
      `${name} has no model ${quotedValue(about.model)}: retired, misspelt, or not open to ` +
        `this key. Change ${setting}`,
      { fault: "unknown model", ...final },
    );
  }
  if (
    status === 401 || status === 403 || codes.includes("invalid_api_key") ||
    codes.includes("api_key_invalid") ||
    (status === 400 && /(incorrect|invalid) api key|api key not valid/i.test(message))
  ) {
    return error(
      `${name} refused the key with status ${status}. ${options.keyAdvice ?? "Check the key"}`,
      { fault: "refused key", ...final },
    );
  }
  if (about.model === undefined && (status === 404 || status === 410)) {
    return error("the stored answer is gone, expired or never there", {
      fault: "expired",
      ...final,
      // What it cost was paid when it was made.
      mayCost: true,
    });
  }
  if (status === 404 || status === 405) {
    return error(
      `nothing answers there with status ${status}; check the base URL of ${name}`,
      { fault: "not the protocol", ...final },
    );
  }
  if (status === 429) {
    return error("too many calls or tokens a minute", {
      fault: "rate limit",
      canRetry: true,
      mayCost: false,
    });
  }
  if (status === 408 || status === 409 || status === 425 || status >= 500) {
    return error(`${name} failed with status ${status}`, {
      fault: "server",
      canRetry: true,
      // A server that failed may have worked before.
      mayCost: status === 408 || status >= 500,
    });
  }
  if (status >= 300 && status < 400) {
    return error(
      `${name} sends elsewhere with status ${status}, where a key must not follow; set its base URL`,
      { fault: "not the protocol", ...final },
    );
  }
  return error(`${name} refused the request with status ${status}`, {
    fault: status >= 400 ? "bad request" : "not the protocol",
    ...final,
  });
}
