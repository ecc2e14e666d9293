/** One whom rates are asked of, as the database and failures name it. */
export type RateSubject = `vault:${number}:${string}` | `pool:${string}`;

/** @param vault lower-cased */
export const vaultSubject = (chainId: number, vault: string): RateSubject => `vault:${chainId}:${vault}`;
export const poolSubject = (pool: string): RateSubject => `pool:${pool}`;

/** Why its last try failed, in words for a person, and when it was. */
export type RateTrouble = { readonly why: string; readonly atSeconds: number };

/** The next try of one that failed. */
export type PutOff = { readonly subject: RateSubject; readonly why: string; readonly retrySeconds: number };
