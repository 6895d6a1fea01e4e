import { CallError, type Manner, type ModelCall } from "./provider.ts";

/** The words of a stage, and those of its role where it has none. */
export function mannerOf(role: Manner, stage: Manner = {}): Manner {
  const {
    reasoningEffort = role.reasoningEffort,
    verbosity = role.verbosity,
    serviceTier = role.serviceTier,
  } = stage;
  return {
    ...(reasoningEffort === undefined ? {} : { reasoningEffort }),
    ...(verbosity === undefined ? {} : { verbosity }),
    ...(serviceTier === undefined ? {} : { serviceTier }),
  };
}

/** A call without these settings: another model that takes over has words of its own. */
export function withoutWords(call: ModelCall): ModelCall {
  const { reasoningEffort: _, verbosity: __, serviceTier: ___, ...rest } = call;
  return rest;
}

/**
 * Refuses a setting that a protocol has no word for: left out in silence, it would seem heeded.
 *
 * @param manner The words of the kind, from `KINDS`; a list without any is what it does not know.
 * @throws {CallError} `bad request`; nothing was sent.
 */
export function refuseWords(
  call: ModelCall,
  doing: string,
  manner: Readonly<Record<keyof Manner, readonly string[]>>,
): void {
  const given = (Object.keys(manner) as (keyof Manner)[])
    .filter((name) => manner[name].length === 0 && call[name] !== undefined);
  if (given.length === 0) return;
  throw new CallError(
    `Cannot ${doing}: its protocol knows no ${given.join(" and no ")}; leave it out of the role`,
    { fault: "bad request", canRetry: false, mayCost: false },
  );
}
