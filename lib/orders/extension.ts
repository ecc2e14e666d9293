import { concatHex, type Hex, numberToHex, size } from 'viem';

/** The fields of an extension whose ends are stored, lowest offset first: `ExtensionLib.DynamicField`. */
export const EXTENSION_FIELDS = [
  'makerAssetSuffix',
  'takerAssetSuffix',
  'makingAmountData',
  'takingAmountData',
  'predicate',
  'makerPermit',
  'preInteraction',
  'postInteraction',
] as const;

/** Empty fields may be left out. We never write custom data behind them. */
export type ExtensionFields = { readonly [field in (typeof EXTENSION_FIELDS)[number]]?: Hex };

/**
 * The bytes of an extension: one word of eight 32-bit end offsets (first field lowest), then the fields
 * (`OffsetsLib.get`). With every field empty the extension is `0x`, which is no extension.
 */
export const encodeExtension = (fields: ExtensionFields): Hex => {
  const parts = EXTENSION_FIELDS.map((field) => fields[field] ?? '0x');
  let end = 0;
  let offsets = 0n;
  parts.forEach((part, index) => {
    end += size(part);
    offsets |= BigInt(end) << BigInt(32 * index);
  });
  return end === 0 ? '0x' : concatHex([numberToHex(offsets, { size: 32 }), ...parts]);
};
