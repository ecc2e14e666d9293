import { hashTypedData, type TypedDataDefinition, verifyTypedData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { PRESET_NAMES } from '../engine/policy.ts';
import { PRESETS } from './policy-presets.ts';
import {
  canonicalJson,
  policyTextOf,
  type Registration,
  readPolicyText,
  registrationTypedData,
} from './registration.ts';
import { readRegistrationFile, registrationLine } from './registration-file.ts';

const PORTFOLIO = `0x${'ab'.repeat(20)}` as const;
const OWNER = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const registration = {
  chainId: 31_337,
  portfolio: PORTFOLIO,
  name: 'half and half',
  policy: policyTextOf(PRESETS.index),
  signedAtSeconds: 1_700_000_000,
};
const typedDataOf = (said: Registration): TypedDataDefinition => registrationTypedData(said);
const kept = async () => ({
  ...{ chainId: 31_337, portfolio: PORTFOLIO, name: 'half and half', policy: registration.policy },
  signed: {
    owner: OWNER.address.toLowerCase() as `0x${string}`,
    signature: await OWNER.signTypedData(typedDataOf(registration)),
    atSeconds: 1_700_000_000,
  },
  ...{ shared: true, simulated: false },
});

describe('the text of a policy', () => {
  it('is RFC 8785’s: its own example of keys comes out in its order', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, a1: 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.keys(JSON.parse(canonicalJson(value)))).toEqual([
      ...['\r', 'a1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'],
    ]);
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x y' })).toBe('{"a":"x y","b":[{"c":null,"d":1}]}');
  });

  it.each(PRESET_NAMES)('of %s is read back to the same policy', (name) => {
    expect(readPolicyText(policyTextOf(PRESETS[name]))).toEqual({ ok: true, value: PRESETS[name] });
  });

  it.each([
    ['{"version":1', 'no JSON'],
    ['{"version": 1}', 'not canonical'],
    ['{"version":1,"limits":{"b":1,"a":2}}', 'not canonical'],
    ['{"limits":{"cooldownSeconds":-1},"version":1}', 'limits.cooldownSeconds'],
  ])('%s is refused, with the reason', (text, word) => {
    const read = readPolicyText(text);
    expect(read).toMatchObject({ ok: false, error: { code: 'policy-invalid' } });
    expect(read.ok ? '' : read.error.message).toContain(word);
  });
});

describe('what an owner signs', () => {
  it('is one message per portfolio, chain, name, policy and time', () => {
    const hashes = [
      registration,
      { ...registration, chainId: 1 },
      { ...registration, portfolio: `0x${'cd'.repeat(20)}` as const },
      { ...registration, name: 'other' },
      { ...registration, policy: policyTextOf(PRESETS.balanced) },
      { ...registration, signedAtSeconds: 1_700_000_001 },
    ].map((each) => hashTypedData(typedDataOf(each)));
    expect(new Set(hashes).size).toBe(6);
  });
});

describe('a file of registrations', () => {
  it('is read from a line of the export, which by itself proves who signed it', async () => {
    const line = registrationLine(await kept());
    const { domain, types, message, signature } = JSON.parse(line);
    const primaryType = 'Registration';
    const claim = { address: OWNER.address, domain, types, primaryType, message, signature } as const;
    expect(await verifyTypedData(claim)).toBe(true);
    expect(readRegistrationFile(`${line}\n\n${line}\n`)).toMatchObject([
      { ok: true, value: { chainId: 31_337, portfolio: PORTFOLIO, shared: true, place: 'line 1' } },
      { ok: true, value: { policy: registration.policy, signed: { atSeconds: 1_700_000_000 } } },
    ]);
  });

  it('is read from what an owner kept: typed data over several lines, amounts as text, the signature beside it', () => {
    const { domain, message } = registrationTypedData(registration);
    const kept = {
      ...{ domain: { ...domain, chainId: '31337' }, message: { ...message, signedAt: '1700000000' } },
      signature: '0xAB',
    };
    expect(readRegistrationFile(JSON.stringify(kept, null, 2))).toMatchObject([
      { ok: true, value: { chainId: 31_337, signed: { signature: '0xab', atSeconds: 1_700_000_000 } } },
    ]);
  });

  it('keeps apart what nobody signed', async () => {
    const [line] = readRegistrationFile(registrationLine({ ...(await kept()), signed: null }));
    expect(line).toMatchObject({ ok: true, value: { signed: null, portfolio: PORTFOLIO } });
  });

  it.each([
    [(line: string) => line.slice(0, 40), 'line 2: not JSON'],
    [(line: string) => line.replace('"signature":"0x', '"signature":"0y'), 'signature'],
    [(line: string) => line.replace('"signedAt":1', '"signedAt":-1'), 'message.signedAt'],
    [(line: string) => line.replace('half and half', 'a\\u0000b'), 'message.name'],
    [(line: string) => line.replace(PORTFOLIO, `0x${'cd'.repeat(20)}`), 'another contract'],
    [() => '[]', 'line 2'],
  ])('names the line that is wrong and reads the others: %#', async (spoil, word) => {
    const line = registrationLine(await kept());
    const [first, second, third] = readRegistrationFile([line, spoil(line), line].join('\n'));
    expect([first?.ok, third?.ok]).toEqual([true, true]);
    expect(second).toMatchObject({ ok: false, error: { code: 'registration-malformed' } });
    expect(second?.ok === false ? second.error.message : '').toContain('line 2');
    expect(second?.ok === false ? second.error.message : '').toContain(word);
  });
});
