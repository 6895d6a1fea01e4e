/** Names of the variables that send requests through a proxy, in capitals as they are shown. */
export const PROXY_NAMES = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"] as const;

/** The same in both spellings that programs read. */
export const PROXY_VARIABLES: readonly string[] = PROXY_NAMES.flatMap((
  name,
) => [name, name.toLowerCase()]);
