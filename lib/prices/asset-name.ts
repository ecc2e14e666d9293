/** Letters and digits of any script, the signs of currencies, and what exchanges put between two of them. */
const NAME = /^[\p{L}\p{N}\p{Sc}][\p{L}\p{N}\p{Sc}._/:+-]{0,19}$/u;

/** Whether a target can name an asset by it, and a report can show it as it is: USD₮0, $WIF, BTC/USDT, WBTC_e. */
export const isAssetName = (text: string): boolean => NAME.test(text);

export const ASSET_NAME_TEXT =
  'a name has up to 20 letters, digits, signs of currencies and . _ / : + -, and no blanks';
