/** What somebody may or may not do with a contract, as one line, and where the contract says so. */
export type Power = {
  readonly line: string;
  /** Functions of Balancer.sol that the line speaks of. */
  readonly functions: readonly string[];
};

/** Of the bot's key: each is open to the signer, or is what a signed order needs to come true. */
export const BOT_CAN: readonly Power[] = [
  {
    line: 'Sign an order that sells what is above its target for what is below, within your limits.',
    functions: ['isValidSignature'],
  },
  { line: 'Pause the contract. Only you unpause it.', functions: ['pause'] },
  { line: 'Cancel orders, one by one or all at once.', functions: ['cancel', 'bumpGeneration'] },
  { line: 'Do nothing at all. A bot that is dead leaves your tokens where they are.', functions: [] },
];

/** Each is the owner's alone. */
export const BOT_CANNOT: readonly Power[] = [
  {
    line: 'Withdraw, or choose who receives anything.',
    functions: ['withdraw', 'withdrawShare', 'withdrawAll', 'rescue'],
  },
  {
    line: 'Change your targets, tokens, price feeds or limits.',
    functions: ['setAssets', 'removeAsset', 'setGuard', 'grantTurnover'],
  },
  { line: 'Lose more of your money in a day than you allow, whatever it signs.', functions: ['setGuard'] },
  {
    line: 'Name another signer, another router, or unpause.',
    functions: ['setSigner', 'setRouter', 'unpause'],
  },
];
