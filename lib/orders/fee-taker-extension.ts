import { type Address, concatHex, type Hex, numberToHex, size, sliceHex } from 'viem';

/** The fields of an extension whose ends are stored, lowest offset first: `ExtensionLib.DynamicField`. */
const EXTENSION_FIELDS = [
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
type ExtensionFields = { readonly [field in (typeof EXTENSION_FIELDS)[number]]?: Hex };

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

/** The terms of 1inch's FeeTaker, as its fee-info endpoint names them. */
export type FeeTakerTerms = {
  readonly feeTaker: Address;
  /** The Balancer: the tail that FeeTaker must call after it has paid it. */
  readonly maker: Address;
  readonly integratorFeeRecipient: Address;
  readonly protocolFeeRecipient: Address;
  /** In 1/100,000 of what the maker gets. */
  readonly integratorFeeE5: number;
  /** The integrator's share of its fee, per cent. */
  readonly integratorSharePercent: number;
  /** In 1/100,000 of what the maker gets. */
  readonly resolverFeeE5: number;
  /** Per cent of the resolver fee that a whitelisted resolver still pays. */
  readonly whitelistDiscountNumeratorPercent: number;
  /** Who may fill without 1inch's access token; at most 255. */
  readonly whitelist: readonly Address[];
};

const unsigned = (value: number, bytes: number, max: number): Hex => {
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new RangeError(`not within 0…${max}: ${value}`);
  return numberToHex(value, { size: bytes });
};

/** `AmountGetterWithFee._parseFeeData`: fees, then the last ten bytes of each whitelisted address. */
const feeData = (terms: FeeTakerTerms): Hex =>
  concatHex([
    unsigned(terms.integratorFeeE5, 2, 0xffff),
    unsigned(terms.integratorSharePercent, 1, 100),
    unsigned(terms.resolverFeeE5, 2, 0xffff),
    unsigned(terms.whitelistDiscountNumeratorPercent, 1, 100),
    unsigned(terms.whitelist.length, 1, 0xff),
    ...terms.whitelist.map((resolver) => sliceHex(resolver, 10, 20)),
  ]);

/**
 * The one extension a Balancer with `publicBook` accepts, byte for byte: both getters are FeeTaker with its fee data,
 * POST is FeeTaker with the same data and the Balancer as its tail, there is no custom receiver (flags 0), all else is
 * empty. Layout: `FeeTaker._postInteraction`, `AmountGetterWithFee` of the protocol's package 4.3.3.
 */
export const feeTakerExtension = (terms: FeeTakerTerms): Hex => {
  const fees = feeData(terms);
  const getter = concatHex([terms.feeTaker, fees]);
  return encodeExtension({
    makingAmountData: getter,
    takingAmountData: getter,
    postInteraction: concatHex([
      terms.feeTaker,
      '0x00',
      terms.integratorFeeRecipient,
      terms.protocolFeeRecipient,
      fees,
      terms.maker,
    ]),
  }).toLowerCase() as Hex;
};
