import { shortHex } from './format.ts';

/** An address or hash: shortened, whole on hover. */
export function Hex({ hex }: { readonly hex: string }) {
  return (
    <span className="whitespace-nowrap font-mono text-[0.75rem]" title={hex}>
      {shortHex(hex)}
    </span>
  );
}
