import { readFileSync } from 'node:fs';
import { closest, distance } from 'fastest-levenshtein';
import { type Policy, PRESET_NAMES } from '../lib/engine/policy.ts';
import type { FailureCode } from '../lib/failure-code.ts';
import { jsonFault } from '../lib/json/read-json.ts';
import { parsePolicy, policyFieldNames, policyToJson } from '../lib/policy/policy.ts';
import { PRESETS } from '../lib/policy/policy-presets.ts';
import { fail, ok, type Result } from '../lib/result.ts';

/** Reads JSON; `code` and `what` name the failure, which says line and column. */
export const parseJsonText = (
  text: string,
  { code, what }: { readonly code: FailureCode; readonly what: string },
): Result<unknown> => {
  try {
    return ok(JSON.parse(text));
  } catch {
    return fail(code, `${what} not JSON: ${jsonFault(text)}`);
  }
};

/** Further apart, it is another word and no slip. */
const SLIPS_MAX = 3;

/** The same refusal of a policy, with the field that an unknown one was probably meant to be. */
export const withSuggestions = (message: string): string =>
  message.replace(/Unrecognized keys?: ("[^"]+"(?:, "[^"]+")*)/g, (whole: string, quoted: string) => {
    const guesses = [...quoted.matchAll(/"([^"]+)"/g)].flatMap(([, name = '']) => {
      const near = closest(name, policyFieldNames());
      return distance(name.toLowerCase(), near.toLowerCase()) <= SLIPS_MAX ? [near] : [];
    });
    return guesses.length === 0 ? whole : `${whole} (did you mean ${guesses.join(', ')}?)`;
  });

const readText = (name: string): Result<string> => {
  try {
    return ok(readFileSync(name, 'utf8'));
  } catch {
    const presets = PRESET_NAMES.join(', ');
    return fail(
      'file-missing',
      `--policy: ${name} is neither a preset (${presets}) nor a file that can be read`,
    );
  }
};

/** What `--policy NAME` stands for: a preset as it is, or what a JSON file says, unfinished as it may be. */
export const readPolicyArgument = (name: string): Result<unknown> => {
  const preset = PRESET_NAMES.find((one) => one === name);
  if (preset !== undefined) return ok(policyToJson(PRESETS[preset]));
  const text = readText(name);
  return text.ok
    ? parseJsonText(text.value.replace(/^\uFEFF/, ''), { code: 'policy-invalid', what: `--policy: ${name}:` })
    : text;
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
