import { readFileSync } from 'node:fs';
import type { Policy } from '../../lib/engine/policy.ts';
import { parsePolicy } from '../../lib/policy/policy.ts';
import { type PriceFile, parsePriceFile } from '../../lib/prices/price-file.ts';
import { simulateMarket } from '../../lib/prices/simulated-market.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { readPolicyArgument, withSuggestions } from '../policy-argument.ts';

const COLUMN = /^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$/;

const readText = (path: string, what: string): Result<string> => {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch {
    return fail('file-missing', `${what}: ${path} can't be read`);
  }
};

/** Reads a price file with whatever columns its header names. The refusal holds line and character. */
export const loadPrices = (path: string, option = '--prices'): Result<PriceFile> => {
  const text = readText(path, option);
  if (!text.ok) return text;
  const header = text.value.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  const columns = header.split(',').slice(1);
  const odd = columns.find((name) => !COLUMN.test(name));
  if (odd !== undefined)
    return fail('price-file-invalid', `${option}: ${path}: line 1: "${odd}" is not the name of an asset`);
  const read = parsePriceFile(text.value, columns);
  return read.ok ? read : fail(read.error.code, `${option}: ${path}: ${read.error.message}`);
};

const SIMULATED = /^sim:(\d{1,9})$/;

/** A made-up hourly market when the name is sim:SEED, else null. Whoever shows its prices says that they are made up. */
export const simulatedPrices = (name: string): PriceFile | null => {
  const seed = SIMULATED.exec(name)?.[1];
  return seed === undefined ? null : simulateMarket(Number(seed));
};

/** A policy by the name of its preset, or from a JSON file. */
export const loadPolicy = (name: string): Result<Policy> => {
  const json = readPolicyArgument(name);
  if (!json.ok) return json;
  const policy = parsePolicy(json.value);
  return policy.ok
    ? policy
    : fail(policy.error.code, `--policy: ${name}: ${withSuggestions(policy.error.message)}`);
};
