/**
 * The versions that the set-up holds to, each with its reason.
 *
 * @module
 */

/**
 * The kernel. Exactly this one: its Jupyter kernel was rewritten in 2.8.2, and later versions that
 * were measured lose outputs of short cells (see tests/kernel).
 */
export const DENO_VERSION = "2.8.1";

/** The oldest Python that the locked packages run on. */
export const OLDEST_PYTHON: readonly [number, number] = [3, 11];

/** Pythons that the locked packages were released for; a newer one is tried last. */
export const NEWEST_KNOWN_PYTHON: readonly [number, number] = [3, 13];

/** Space that a fresh set-up takes with its caches, in megabytes: 355 for .venv, the rest caches. */
export const SETUP_MEGABYTES = 1_000;
