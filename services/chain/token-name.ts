import type { Address } from 'viem';

const LENGTH_MAX = 16;
/** Controls, direction marks and other formats, private and unassigned code points, line breaks, marks that pile up, and what shows as nothing. */
const NOT_PRINTABLE = /[\p{C}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/gu;

/** What nearly all tokens call themselves: nothing is to be done about it. */
const PLAIN = /^[!-~]{1,16}$/;

/** An address as people read it in a table: first and last four digits. */
export const shortAddress = (address: Address): string =>
  `${address.slice(0, 6).toLowerCase()}…${address.slice(-4).toLowerCase()}`;

/**
 * What a token calls itself, as far as a page, a log and a database can show it: at most 16 printable characters, on one line, in the
 * reader's own direction. A token without such a name is called by its short address. Names are not unique; addresses are.
 */
export const tokenName = (given: string, token: Address): string => {
  if (PLAIN.test(given)) return given;
  const printable = given
    .normalize('NFC')
    .replaceAll(NOT_PRINTABLE, '')
    .replaceAll(/\p{Zs}+/gu, ' ')
    .trim();
  const name = [...printable].slice(0, LENGTH_MAX).join('').trim();
  return name === '' ? shortAddress(token) : name;
};
