/** A search for one bug takes so many seeds at most. */
export const SEEDS_MAX = 500;

/** Of so many planted bugs so many have to be found: eighteen of twenty. */
export const bugsBar = (count: number): number => Math.ceil((count * 9) / 10);

/** Without any of its guards the simulation has to find something. */
export const guardsBar = (count: number): number => count;
