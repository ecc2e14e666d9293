import { existsSync } from 'node:fs';
import type { Labels, PriceFile } from '../lib/prices/price-file.ts';
import type { DecimalMark } from '../lib/prices/price-number.ts';
import { PROVIDERS, providerOf } from '../lib/prices/provider.ts';
import type { DateOrder } from '../lib/prices/row-time.ts';
import { simulateMarket } from '../lib/prices/simulated-market.ts';
import type { PriceFileAnswers } from '../lib/prices/table-shape.ts';
import { fail, type Result } from '../lib/result.ts';
import { loadPriceFiles } from '../services/wire/prices/prices.ts';
import type { PRICE_OPTIONS } from './prices/options.ts';

/** What was said about the price files beside their names. */
export type PriceWish = { readonly answers: PriceFileAnswers; readonly stepSeconds: number | null };

type PriceFlags = { readonly [name in keyof typeof PRICE_OPTIONS]?: string | undefined };

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3_600, d: 86_400, w: 604_800 };

const secondsOf = (text: string): number | null => {
  const [, count, unit = ''] = /^(\d{1,4})(s|m|min|h|d|w)$/.exec(text) ?? [];
  const seconds = Number(count) * (UNITS[unit] ?? 0);
  return seconds > 0 ? seconds : null;
};

/** Reads the options, and whose files they are as `--from` of `npm run prices` says it; `problems` names every one that can't be read. */
export const readPriceFlags = (
  flags: PriceFlags,
  from?: string,
): { readonly wish: PriceWish; readonly problems: readonly string[] } => {
  const problems: string[] = [];
  const choice = <T extends string>(name: keyof PriceFlags, choices: readonly T[]): T | null => {
    const text = flags[name];
    if (text === undefined) return null;
    const found = choices.find((one) => one === text);
    if (found === undefined) problems.push(`--${name}: "${text}" is not ${choices.join(' or ')}`);
    return found ?? null;
  };
  const stepSeconds = flags.step === undefined ? null : secondsOf(flags.step);
  if (flags.step !== undefined && stepSeconds === null)
    problems.push(`--step: "${flags.step}" is not like 15min, 4h or 1d`);
  const provider = from === undefined ? null : providerOf(from);
  if (from !== undefined && provider === null)
    problems.push(`--from: "${from}" is none of ${PROVIDERS.join(', ')}`);
  const answers: PriceFileAnswers = {
    provider,
    labels: choice<Labels>('labels', ['open', 'close']),
    dateOrder: choice<DateOrder>('dates', ['dmy', 'mdy']),
    decimalMark: choice<DecimalMark>('decimal', ['point', 'comma']),
    priceColumn: flags['price-column'] ?? null,
  };
  return { wish: { answers, stepSeconds }, problems };
};

/** "btc.csv", "BTC=btc.csv" or several of these, divided by commas in one text; a file that has such a name is that file. */
const fileNames = (texts: readonly string[]) =>
  texts
    .flatMap((text) => (existsSync(text) ? [text] : text.split(',')))
    .map((part) => {
      const [, name, path] = /^([^=/]+)=(.+)$/.exec(part) ?? [];
      return name === undefined || path === undefined || existsSync(part)
        ? { name: null, path: part }
        : { name: name.trim(), path };
    });

/** Reads the price files that an option names, as one. The refusal begins with the option. */
export const loadPrices = (texts: readonly string[], wish: PriceWish, option: string): Result<PriceFile> => {
  const file = loadPriceFiles({ files: fileNames(texts), ...wish });
  return file.ok ? file : fail(file.error.code, `${option}: ${file.error.message}`);
};

const SIMULATED = /^sim:(\d{1,9})$/;

/** A made-up hourly market when the name is sim:SEED, else null. Whoever shows its prices says that they are made up. */
export const simulatedPrices = (name: string): PriceFile | null => {
  const seed = SIMULATED.exec(name)?.[1];
  return seed === undefined ? null : simulateMarket(Number(seed));
};
