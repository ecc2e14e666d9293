import { expect, it } from 'vitest';
import { policyToJson } from './policy.ts';
import { PRESETS } from './policy-presets.ts';
import { policyTextReader } from './read-policy-text.ts';

const textOf = (lookEverySeconds: number): string =>
  JSON.stringify(policyToJson({ ...PRESETS.index, lookEverySeconds }));

it('reads a policy once, keeps apart what differs, and forgets rather than grow', () => {
  const read = policyTextReader(2);
  const first = read(textOf(300));
  expect(first).toEqual({ ok: true, value: { ...PRESETS.index, lookEverySeconds: 300 } });
  expect(read(textOf(300))).toBe(first);
  expect(read(textOf(600))).toMatchObject({ value: { lookEverySeconds: 600 } });
  read(textOf(900));
  expect(read(textOf(300))).not.toBe(first);
  expect(read(textOf(300))).toEqual(first);
});

it('tells what is wrong with one each time', () => {
  const read = policyTextReader();
  expect(read('{"version":1,"legsMax":-1}')).toMatchObject({ ok: false, error: { code: 'policy-invalid' } });
  expect(read('{"version":1,"legsMax":-1}')).toMatchObject({ ok: false, error: { code: 'policy-invalid' } });
});
