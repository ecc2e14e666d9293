import { type Hex, parseAbi } from 'viem';
import type { ErrorWords } from '../../owner/contract-error-words.ts';
import { type Refusal, refusalBy, refusalOf } from '../../owner/contract-errors.ts';

const ABI = parseAbi([
  'error DeadlineTooFar(uint256 deadline, uint256 latest)',
  'error BadAccountSignature(address account)',
  'error WrongIndex(uint256 given, uint256 next)',
  'error CloneElsewhere(address factory, address clone)',
  'error NotAccount(address caller)',
  'error NotAccountGuardianOrSigner(address caller)',
  'error NotCurrentClone(address current)',
  'error ForbiddenAccount(address account)',
  'error ForbiddenGuardian(address guardian)',
]);

/** What the contracts of accounts that delegate refuse with, beyond what every portfolio does. */
const WORDS: Readonly<Record<string, ErrorWords>> = {
  DeadlineTooFar: ['The signature would hold longer than an hour.', 'Sign again.'],
  BadAccountSignature: [
    '{account} does not take this signature for its own.',
    'Deploy it first, and sign with the wallet that owns it.',
  ],
  WrongIndex: [
    'The account has got another contract meanwhile: this one was to be number {given}, and {next} is next.',
    'Close this and look again.',
  ],
  CloneElsewhere: [
    'The account has a contract of an earlier factory ({factory}): {clone}.',
    'Retire that one there first.',
  ],
  NotAccount: ['Only the account itself may do this.', 'Connect its wallet.'],
  NotAccountGuardianOrSigner: [
    'Only the account, its guardian and the bot’s key may do this, not {caller}.',
    'Connect the guardian’s wallet.',
  ],
  NotCurrentClone: [
    'This contract was retired; the account’s current one is {current}.',
    'There is nothing to stop here any more.',
  ],
  ForbiddenAccount: ['{account} can’t be served by such a contract.', 'Take another account.'],
  ForbiddenGuardian: ['{guardian} can’t be the guardian.', 'Name another address.'],
};

/** @returns what a revert's data says of the contracts of an account that delegates */
export const delegatedRefusalOf = (data: Hex): Refusal => {
  const known = refusalOf(data);
  return known.name === null ? refusalBy({ abi: ABI, words: WORDS, states: [] }, data) : known;
};
