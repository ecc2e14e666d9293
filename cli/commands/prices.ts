import { command } from '../command/command.ts';
import { CONVERT_OPTIONS, FETCH_OPTIONS, IMPORT_OPTIONS } from '../prices/options.ts';

const work = () => import('../prices/run-prices.ts');

const FILES = {
  name: 'FILE',
  many: true,
  text: 'of prices; NAME=FILE names the asset of a file of candles, several files become one',
} as const;
const STORED =
  'Prices are kept in the database at DB_URL; storing one twice changes nothing. The bot itself records the feed answers its decisions ' +
  'are made on, as "recorded CHAIN FEED".';

export const pricesCommands = [
  command({
    name: 'prices convert',
    summary: 'Prices as other programs write them, in the form that --prices and import take.',
    about: ['The shapes of files and how they are told: docs/price-files.md. Needs no database.'],
    arguments: [FILES],
    options: CONVERT_OPTIONS,
    examples: [
      { words: 'BTC=btc.csv ETH=eth.json > prices.csv', text: 'Two files of candles as one market' },
    ],
    exitCodes: { 0: 'written', 1: 'a file was refused, or the other is there already' },
    load: async () => (await work()).runConvert,
  }),
  command({
    name: 'prices import',
    summary: 'The same files into the database; each close is known one step after its label.',
    about: [STORED],
    arguments: [FILES],
    options: IMPORT_OPTIONS,
    examples: [{ words: 'prices.csv --source mine', text: 'Then --prices db:mine reads them' }],
    exitCodes: { 0: 'stored', 1: 'a file was refused, or there is no database' },
    load: async () => (await work()).runImport,
  }),
  command({
    name: 'prices fetch',
    summary: 'Daily closes from Coinbase, CoinGecko or Binance, where the network allows.',
    about: [
      STORED,
      'Each question is tried three times within a minute; a service that says when it wants to be asked again is waited for.',
    ],
    arguments: [
      {
        name: 'ASSETS',
        text: 'symbols, divided by commas; BTC=bitcoin says what the source calls one, which CoinGecko needs',
      },
    ],
    options: FETCH_OPTIONS,
    examples: [
      { words: 'BTC,ETH --from 2024-01-01', text: 'What is stored before a failure stays' },
      {
        words: 'BTC=bitcoin,ETH=ethereum --source coingecko --out prices.csv',
        text: 'A file for backtest --prices, written when all of it is there; needs no database',
      },
    ],
    exitCodes: { 0: 'stored, or written', 1: 'not reachable, refused, or there is no database' },
    load: async () => (await work()).runFetch,
  }),
  command({
    name: 'prices list',
    summary: 'What prices there are.',
    arguments: [],
    options: {},
    examples: [],
    exitCodes: { 0: 'listed', 1: 'there is no database' },
    load: async () => (await work()).runList,
  }),
];
