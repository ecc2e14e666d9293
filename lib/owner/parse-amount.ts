/** An amount that somebody typed: raw units, or what is wrong with it in a sentence. */
export type TypedAmount =
  | { readonly ok: true; readonly units: bigint }
  | { readonly ok: false; readonly sentence: string };

const wrong = (sentence: string): TypedAmount => ({ ok: false, sentence });

/** Reads "1,234.5" or "0.25" as whole tokens. Exact: digits that the token doesn't have are refused, never rounded. */
export function parseAmount(text: string, decimals: number): TypedAmount {
  const plain = text.trim().replaceAll(/(?<=\d),(?=\d{3}(\D|$))/g, '');
  if (plain === '') return wrong('Type an amount.');
  const match = /^(\d{1,60})(?:\.(\d*))?$/.exec(plain);
  if (match === null) return wrong(`“${text.trim().slice(0, 40)}” is no amount: digits and one point.`);
  const [, whole = '0', fraction = ''] = match;
  if (fraction.replace(/0+$/, '').length > decimals)
    return wrong(`This token has ${decimals} decimals, and that amount has more.`);
  const units = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return units === 0n ? wrong('The amount is zero.') : { ok: true, units };
}
