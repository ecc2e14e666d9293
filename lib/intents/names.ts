/** The contract that holds every balance, pinned: nothing is signed for another. */
export const VERIFIER = 'intents.near';

/**
 * A name of an account on NEAR: 2 to 64 of a–z, 0–9, with single `.`, `-`, `_` between. A secp256k1 key's is its address, lower-cased.
 * Source: nomicon.io, "Accounts", account ID rules.
 */
export const isAccountName = (text: string): boolean =>
  text.length >= 2 && text.length <= 64 && /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(text);

/** A token's id at the verifier is no longer than that; source: its `MAX_TOKEN_ID_LEN` of 127 behind the standard's name. */
export const TOKEN_ID_MAX = 200;

/** `nep141:` and a contract, or `nep245:` and a contract and that one's own id: what the verifier counts by. */
export const isTokenId = (text: string): boolean => {
  if (text.length > TOKEN_ID_MAX) return false;
  const [standard, contract, ...own] = text.split(':');
  if (!isAccountName(contract ?? '')) return false;
  if (standard === 'nep141') return own.length === 0;
  return standard === 'nep245' && /^[A-Za-z0-9_.:-]{1,127}$/.test(own.join(':'));
};

/** The verifier counts in 128 bits. */
export const AMOUNT_END = 1n << 128n;

/** Units as the verifier writes them, or null: decimal digits, no sign, no leading 0. */
export const unitsOf = (text: string): bigint | null => {
  if (!/^(0|[1-9]\d{0,38})$/.test(text)) return null;
  const units = BigInt(text);
  return units < AMOUNT_END ? units : null;
};
