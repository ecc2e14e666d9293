import { type ErrorWords, REPORT } from './contract-error-words.ts';

/** What creating a portfolio is refused with. */
export const CREATION_ERRORS = {
  SignatureExpired: ['The signature was good until {deadline}.', 'Sign again.'],
  BadOwnerSignature: ['{owner} did not sign exactly this.', 'Sign again with that wallet.'],
  ZeroOwner: ['A portfolio needs an owner.', 'Connect a wallet.'],
  AlreadyCreated: [
    'You have created this very portfolio before: {portfolio}.',
    'Open it, or start over for another one.',
  ],
  OrderHashDiffers: ['The Limit Order Protocol at {lop} is another version.', REPORT],
  InvalidInitialization: ['The portfolio is set up already.', 'Open it.'],
  NotInitializing: ['The contract is set up already.', REPORT],
  FailedDeployment: ['The chain refused to create the contract.', 'Send again with a higher gas limit.'],
  InvalidShortString: ['A text is too long or malformed.', REPORT],
  StringTooLong: ['The text “{str}” is too long.', REPORT],
} as const satisfies Readonly<Record<string, ErrorWords>>;
