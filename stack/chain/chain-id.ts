/** The id that wallets and development tools know for a chain on one's own machine. */
export const CHAIN_ID = 31_337;
