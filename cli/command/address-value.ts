import { type Address, isAddress } from 'viem';
import { UsageError } from './command.ts';

/** An address as the house writes it, in lower case. @throws {UsageError} naming what it was said of */
export const addressValue = (name: string, text: string | undefined): Address => {
  if (text === undefined) throw new UsageError(`${name} is missing`);
  if (!isAddress(text))
    throw new UsageError(`${name}: ${text} is no address: 0x and 40 hex digits with a right checksum`);
  return text.toLowerCase() as Address;
};
