import {
  checkFields,
  checkList,
  checkNumber,
  checkNumbers,
  checkOptions,
  isList,
  shown,
} from "../../arguments.ts";
import { choleskyFactor } from "../../stats/mod.ts";
import type { NormLimit } from "./norm_limit.ts";
import type { RoundingLimit, RoundingProblem, SearchEffort } from "./rounding_problem.ts";

const ACTION = "Cannot round to whole shares";
const FIELDS = ["targets", "lots", "minimum", "maximum", "limits", "norms", "held", "inDollars"];
const EFFORTS = ["maxNodes", "maxSteps", "starts"] as const;
const LIMIT_FIELDS = ["name", "coefficients", "from", "low", "high"];
const NORM_FIELDS = ["name", "matrix", "linear", "constant", "high"];

function refuse(what: string): never {
  throw new RangeError(`${ACTION}: ${what}`);
}

/** Bounds that may be open; crossed ones are met by no shares, which is an answer. */
function checkBounds(name: string, low: unknown, high: unknown): void {
  if (isBound(low) && isBound(high)) return;
  refuse(`${name} must be a lower and an upper bound, got ${shown(low)} and ${shown(high)}`);
}
const isBound = (value: unknown) => typeof value === "number" && !Number.isNaN(value);

/**
 * Refuses a problem of whole shares that holds a name that there is not, or a figure that is none:
 * a NaN in a bound would let every book pass.
 */
export function checkRounding(problem: RoundingProblem, options: SearchEffort): void {
  checkOptions(ACTION, options, EFFORTS);
  for (const name of EFFORTS) {
    if (options[name] === undefined) continue;
    checkNumber(ACTION, name, options[name], { low: 0, what: "a number of at least 0" });
  }
  checkFields(ACTION, "the problem", problem, FIELDS);
  const { targets, lots, minimum, maximum, limits, norms = [], held } = problem;
  checkNumbers(ACTION, "targets", targets);
  checkNumbers(ACTION, "lots", lots);
  if (!isList(minimum) || !isList(maximum)) {
    refuse(`minimum and maximum must be lists, got ${shown(minimum)} and ${shown(maximum)}`);
  }
  for (let i = 0; i < targets.length && i < minimum.length && i < maximum.length; i++) {
    checkBounds(`minimum and maximum at place ${i}`, minimum[i], maximum[i]);
  }
  if (held !== undefined) checkNumbers(ACTION, "held", held);
  checkList(ACTION, "limits", limits, "limits");
  for (const limit of limits) checkLimit(limit);
  checkList(ACTION, "norms", norms, "limits on norms");
  for (const norm of norms) checkNorm(norm);
}

function checkLimit(limit: RoundingLimit): void {
  checkFields(ACTION, "each limit", limit, LIMIT_FIELDS);
  const name = `the limit ${shown(limit.name)}`;
  checkNumbers(ACTION, `the coefficients of ${name}`, limit.coefficients);
  if (limit.from !== undefined) checkNumbers(ACTION, `from of ${name}`, limit.from);
  checkBounds(name, limit.low, limit.high);
}

function checkNorm(norm: NormLimit): void {
  checkFields(ACTION, "each norm", norm, NORM_FIELDS);
  const { matrix, linear, constant = 0, high } = norm, name = `the norm ${shown(norm.name)}`;
  checkList(ACTION, `the matrix of ${name}`, matrix, "rows");
  for (const row of matrix) checkNumbers(ACTION, `each row of ${name}`, row);
  const isSquare = matrix.every((row) => row.length === matrix.length);
  if (isSquare && matrix.length > 0 && !choleskyFactor(matrix)) {
    refuse(`the matrix of ${name} must be positive definite, as a covariance is`);
  }
  if (linear !== undefined) checkNumbers(ACTION, `linear of ${name}`, linear);
  checkNumber(ACTION, `constant of ${name}`, constant);
  if (!(typeof high === "number" && high >= 0)) {
    refuse(`high of ${name} must be a number of at least 0, got ${shown(high)}`);
  }
}
