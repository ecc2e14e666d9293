const LOCAL_CHAIN = 31_337;
const PATHS = { transaction: 'tx', address: 'address' } as const;

/** By chain id; each has the same paths. */
const EXPLORERS: Readonly<Record<number, string>> = {
  1: 'https://etherscan.io',
  10: 'https://optimistic.etherscan.io',
  56: 'https://bscscan.com',
  100: 'https://gnosisscan.io',
  137: 'https://polygonscan.com',
  8453: 'https://basescan.org',
  42161: 'https://arbiscan.io',
  84532: 'https://sepolia.basescan.org',
  421614: 'https://sepolia.arbiscan.io',
  11155111: 'https://sepolia.etherscan.io',
};

/** Where a transaction or an address opens: our own view of the local chain, else the chain's explorer; null where there is none. */
export const explorerHref = (chainId: number, kind: keyof typeof PATHS, hex: string): string | null => {
  if (chainId === LOCAL_CHAIN) return `/${PATHS[kind]}/${hex}`;
  const explorer = EXPLORERS[chainId];
  return explorer === undefined ? null : `${explorer}/${PATHS[kind]}/${hex}`;
};
