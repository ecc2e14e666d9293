/** The bare words of a header: lower case, without marks, "Close**" → "close", "open_time" → "open time". */
export const wordsOf = (header: string): string =>
  header
    .toLowerCase()
    .replace(/\(.*?\)/g, ' ')
    .replace(/[^\p{L}\p{N}%+]+/gu, ' ')
    .trim();

/** Headers of a column of times, the surest first. */
export const TIME_WORDS: readonly string[] = [
  'open time',
  'timeopen',
  'known at',
  'unix',
  'unix timestamp',
  'timestamp',
  'date',
  'time',
  'datetime',
  'date time',
  'snapped at',
  'day',
  'month',
  'week',
  'datum',
  'zeit',
  'fecha',
  'data',
  'ds',
];

/** Headers of a column of closing prices. */
export const CLOSE_WORDS: readonly string[] = [
  'close',
  'closing price',
  'close price',
  'schlusskurs',
  'schluss',
  'zuletzt',
  'last',
  'price',
];

/** Headers of what a candle has beside its close. */
export const RANGE_WORDS: ReadonlySet<string> = new Set(
  'open,high,low,eröffn,eröffnung,hoch,tief,open price,high price,low price,max,min'.split(','),
);

/** Headers of the one column of a file that has one price a row. */
export const PRICE_WORDS: readonly string[] = [
  ...CLOSE_WORDS,
  'adj close',
  'adjusted close',
  'kurs',
  'quote',
  'value',
  'wert',
  'rate',
  'price usd',
  'priceusd',
  'close usd',
  'market price',
  'nav',
];

/** Headers of columns that are beside a price and are none: left out wherever a price is found. */
export const BESIDE_WORDS: ReadonlySet<string> = new Set(
  [
    'volume,vol,market cap,marketcap,total volume,adj close,adjusted close,timeclose,timehigh,timelow,close time,closetime,name,symbol',
    'sno,count,trades,tradecount,ignore,quote volume,quote asset volume,number of trades,taker buy volume,taker buy quote volume',
    'taker buy base asset volume,taker buy quote asset volume,vwap,change %,change,+ %,+ %,veränderung,dividends,stock splits,circulatingsupply',
    'volume usd,volume usdt,volume btc,volume eth,currency,index',
  ]
    .join(',')
    .split(','),
);

/** Headers of the column that names the asset of a row. */
export const ASSET_WORDS: readonly string[] = ['symbol', 'ticker', 'pair', 'asset', 'coin', 'code', 'name'];

/** Headers that only lists of trades and transfers have. */
const TRADE_WORDS: ReadonlySet<string> = new Set(
  [
    'sent amount,received amount,sent currency,received currency,transaction type,activitytype,activity type,operation,side,action',
    'quantity,quantity transacted,qty,executed,txid,txhash,tx hash,ordertxid,refid,order id,orderid,shares,buy,sell,cur,user id,fee,fees',
    'trade type,order type,unitprice,unit price,subtotal,anzahl,stück,typ,type,remark',
  ]
    .join(',')
    .split(','),
);

/** Whether a header is that of a list of trades: two of its columns are, and none of a candle. */
export const isTradeHeader = (words: readonly string[]): boolean =>
  words.filter((word) => TRADE_WORDS.has(word)).length >= 2 &&
  !words.some((word) => word === 'high' || word === 'low');

/** Letters and digits of any script, the signs of currencies, and what exchanges put between two of them. */
const NAME = /^[\p{L}\p{N}\p{Sc}][\p{L}\p{N}\p{Sc}._/:+-]{0,19}$/u;

/** Whether a target can name an asset by it, and a report can show it as it is: USD₮0, $WIF, BTC/USDT, WBTC_e. */
export const isAssetName = (text: string): boolean => NAME.test(text);

export const ASSET_NAME_TEXT =
  'a name has up to 20 letters, digits, signs of currencies and . _ / : + -, and no blanks';
