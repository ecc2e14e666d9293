import { readFileSync } from 'node:fs';
import { PRESET_NAMES } from '../lib/engine/policy.ts';
import { policyToJson } from '../lib/policy/policy.ts';
import { PRESETS } from '../lib/policy/policy-presets.ts';
import { fail, ok, type Result } from '../lib/result.ts';

/** Reads JSON; `code` and `what` name the failure. */
export const parseJsonText = (
  text: string,
  { code, what }: { readonly code: string; readonly what: string },
): Result<unknown> => {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return fail(code, `${what} not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};

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
  return text.ok ? parseJsonText(text.value, { code: 'policy-invalid', what: `--policy: ${name}:` }) : text;
};
