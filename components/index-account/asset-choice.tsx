import { INPUT } from './input.ts';

type Asset = { readonly asset: string; readonly symbol: string; readonly chain: string };

/** Which asset of which chain, as a form's field `asset`; nothing to choose until they are known. */
export function AssetChoice({ assets }: { readonly assets: readonly Asset[] | null }) {
  return (
    <label className="block min-w-0">
      <span className="block text-ink-soft">Asset and chain</span>
      <select name="asset" className={INPUT}>
        {assets?.map(({ asset, symbol, chain }) => (
          <option key={asset} value={asset}>
            {symbol} on {chain}
          </option>
        ))}
      </select>
    </label>
  );
}
