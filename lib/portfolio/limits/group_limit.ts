import { checkFields, checkList, checkObject, checkWord, shown } from "../../arguments.ts";
import { InfeasibleError } from "../../errors.ts";
import { isSector } from "../../market/mod.ts";
import { ACTION, refuse } from "./check_figure.ts";
import type { LimitEntry, LimitTelling } from "./limit_entry.ts";
import type { LimitFigure } from "./limit_figure.ts";
import { type LimitRule, rangeRule } from "./limit_rule.ts";
import type { GroupLimit, Limits } from "./limits.ts";
import { plain } from "./typed_figure.ts";

const idOf = ({ name }: GroupLimit) => ({ kind: "group", of: name });

const FIELDS = ["name", "coefficients", "hedge", "measure", "min", "max"];

function checkGroup(group: GroupLimit, taken: ReadonlySet<string>): void {
  checkFields(ACTION, "each group", group, FIELDS);
  const { name, measure = "net", min = -Infinity, max = Infinity } = group;
  if (typeof name !== "string" || name === "" || taken.has(name)) {
    refuse(`each group needs a name of its own, got ${shown(name)}`);
  }
  checkObject(
    ACTION,
    `group "${name}" coefficients`,
    group.coefficients,
    "a weight for each sector",
  );
  checkWord(ACTION, `group "${name}" measure`, measure, ["net", "gross"]);
  for (const [sector, value] of Object.entries(group.coefficients)) {
    if (!isSector(sector) || !Number.isFinite(value)) {
      refuse(
        `group "${name}" needs finite weights of sectors, got ${shown(value)} for ${sector}` +
          (sector === "hedge" ? "; the hedge's stands beside the coefficients" : ""),
      );
    }
  }
  if (group.hedge !== undefined && !Number.isFinite(group.hedge)) {
    refuse(`group "${name}" hedge must be a finite weight, got ${shown(group.hedge)}`);
  }
  if (group.min === undefined && group.max === undefined) {
    refuse(`group "${name}" needs a min, a max or both, got neither`);
  }
  const areNumbers = typeof min === "number" && typeof max === "number";
  if (!areNumbers || !(min < Infinity && max > -Infinity)) {
    refuse(`group "${name}" needs numbers as min and max, got ${shown(min)} and ${shown(max)}`);
  }
  if (min > max) {
    throw new InfeasibleError(`${ACTION}: group "${name}" has min ${min} above max ${max}`, {
      limits: [name],
    });
  }
}

/** A limit of the reader's own as a rule. */
function ruleOf(group: GroupLimit): LimitRule {
  const isGross = group.measure === "gross";
  return rangeRule(
    idOf(group),
    () => group.min ?? -Infinity,
    () => group.max ?? Infinity,
    (sector, sign) => (isGross ? sign : 1) * (group.coefficients[sector] ?? 0),
    (sign) => (isGross ? sign : 1) * (group.hedge ?? 0),
  );
}

/** The ends of a group that bound something, each a figure of its own. */
function figuresOf(limits: Limits, group: GroupLimit, k: number): readonly LimitFigure[] {
  const { name, min, max } = group;
  const withGroup = (changed: GroupLimit): Limits => ({
    ...limits,
    groups: limits.groups!.map((other, j) => j === k ? changed : other),
  });
  const of = { id: idOf(group), unit: "sum" as const };
  return [
    ...max === undefined || max === Infinity ? [] : [{
      ...of,
      label: `the maximum of “${name}”`,
      from: max,
      at: (max: number) => withGroup({ ...group, max }),
    }],
    ...min === undefined || min === -Infinity ? [] : [{
      ...of,
      label: `the minimum of “${name}”`,
      from: min,
      sign: -1 as const,
      at: (min: number) => withGroup({ ...group, min }),
    }],
  ];
}

export const group: LimitEntry = {
  kind: "group",
  unit: "sum",
  label: ({ of }) => `The group “${of}”`,
  names: () => [], // each is checked against those before it
  check: ({ groups }, taken) => {
    if (groups === undefined) return;
    checkList(ACTION, "groups", groups, "groups");
    const all = taken();
    for (const group of groups) {
      checkGroup(group, all);
      all.add(group.name);
    }
  },
  rulesOf: ({ groups }) => groups?.map(ruleOf),
  figures: (limits) => (limits.groups ?? []).flatMap((group, k) => figuresOf(limits, group, k)),
};
export const toldGroup: LimitTelling = {
  bounds: ({ groups = [] }) =>
    groups.map((group) => {
      const { min, max, measure = "net", coefficients, hedge } = group;
      return {
        id: idOf(group),
        figure: [
          ...min === undefined ? [] : [`at least ${plain(min)}`],
          ...max === undefined ? [] : [`at most ${plain(max)}`],
        ].join(", ") || "no bound",
        sentence: `${measure === "gross" ? "Sizes" : "Exposures"} of ${
          [...Object.keys(coefficients), ...hedge ? ["the hedge"] : []].join(", ")
        }, weighted and added up.`,
      };
    }),
};
