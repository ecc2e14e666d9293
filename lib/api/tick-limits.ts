/** Most portfolios of one tick. */
export const TICK_LIMIT_MAX = 10_000;
/** Platforms end a request after a minute; a tick must have ended before. */
export const TICK_BUDGET_MS_MAX = 55_000;
