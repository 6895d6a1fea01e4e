/** A command line that is not meant so, told in one sentence: an unknown option, a former name. */
export class UsageError extends TypeError {}
