import { quotedValue } from "../outside_text.ts";
import { type FactoryOptions, providerOf, roleOptions } from "./factory.ts";
import type { Link } from "./fallback.ts";
import type { Stage } from "./provider.ts";
import { KINDS } from "./provider_kinds.ts";
import type { ProviderEntry, ProviderSettings, Role, RoleEntry } from "./provider_settings.ts";
import { mannerOf } from "./refuse_words.ts";
import type { SpendingSettings } from "./spending_settings.ts";

/** What a name such as "anthropic/fast" stands for in the settings. */
export function roleOf(name: string, settings: ProviderSettings) {
  const [first, second] = name.split("/");
  const entry = settings.providers.find((one) => one.name === first);
  return { entry, role: second as Role, given: entry?.roles[second as Role] };
}

function rolesOf(settings: ProviderSettings): readonly string[] {
  return settings.providers.flatMap((one) =>
    Object.keys(one.roles).map((each) => `${one.name}/${each}`)
  );
}

function unknownRole(doing: string, settings: ProviderSettings): RangeError {
  return new RangeError(`Cannot ${doing}: need one of ${rolesOf(settings).join(", ") || "none"}`);
}

/** @throws {RangeError} If a chain starts from a role that is not there, or leads back to its start. */
export function checkFallbacks(
  fallbacks: SpendingSettings["fallbacks"],
  settings: ProviderSettings,
): void {
  for (const [name, list] of Object.entries(fallbacks)) {
    if (!rolesOf(settings).includes(name)) {
      throw unknownRole(`fall back from ${quotedValue(name)}`, settings);
    }
    if (list.includes(name)) {
      throw new RangeError(
        `Cannot fall back from ${quotedValue(name)}: need another one than itself`,
      );
    }
  }
}

/** Whether a role can take over research: its kind searches, and its settings do not refuse. */
function mayResearch({ kind }: ProviderEntry, { research }: RoleEntry): boolean {
  return KINDS[kind].search !== undefined && research !== false;
}

/** Which fallbacks of an analyst that researches take over its ballots alone, in sentences. */
export function fallbackNotes(
  chains: ReadonlyMap<string, readonly string[]>,
  settings: ProviderSettings,
): readonly string[] {
  return [...chains].flatMap(([name, list]) => {
    const { entry, role } = roleOf(name, settings);
    if (!entry || !roleOptions(settings, entry, role)?.research) return [];
    return list.flatMap((one) => {
      const { entry: other, given } = roleOf(one, settings);
      return !other || !given || mayResearch(other, given) ? [] : [
        `${one} takes over ballots of ${name} alone, not its research: ` +
        (given.research === false
          ? "its settings say so."
          : `the kind ${other.kind} cannot search.`),
      ];
    });
  });
}

/** Models that take over in a stage of a question, from names such as "anthropic/fast". */
export function fallbackLinks(
  names: readonly string[],
  stage: Stage,
  settings: ProviderSettings,
  factory: FactoryOptions,
): readonly Link[] {
  return names.flatMap((name) => {
    const { entry, role, given } = roleOf(name, settings);
    if (!entry || !given) throw unknownRole(`fall back on ${quotedValue(name)}`, settings);
    if (stage === "research" && !mayResearch(entry, given)) return [];
    const asked = roleOptions(settings, entry, role)!;
    const own = {
      provider: providerOf(entry, factory),
      model: asked.model,
      manner: mannerOf(asked),
    };
    if (stage !== "research") return own;
    // A role that makes ballots searches as that of its kind would.
    const { model = asked.model, manner = own.manner } = asked.research ?? {};
    return { ...own, model, manner };
  });
}
