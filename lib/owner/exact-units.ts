import { formatUnits } from 'viem';

/** All digits of an amount in whole tokens, thousands apart: `1,234.5`. Exact: what leaves a portfolio is never rounded. */
export const exactUnits = (units: bigint, decimals: number): string => {
  const [whole = '0', fraction] = formatUnits(units, decimals).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};
