import { beforeEach, describe, expect, it } from 'vitest';
import { policyToJson } from '../../lib/policy/policy.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import { policyTextOf } from '../../lib/policy/registration.ts';
import type { BotDatabase } from './database.ts';
import { savePolicyRegistration } from './policies.ts';
import { readRegistrationsAfter, saveSignedRegistration } from './registrations.ts';
import { addressOf, CHAIN_ID } from './testing/arrange.ts';
import type { TestDatabase } from './testing/test-database.ts';
import { withTestBot } from './testing/with-test-bot.ts';

const OWNER = addressOf(500);

let database: TestDatabase;
let bot: BotDatabase;
withTestBot((opened) => {
  ({ database, bot } = opened);
});
beforeEach(async () => {
  await database.admin`delete from policy_registrations`;
});

const termsOf = (number: number, name: string) => ({
  ...{ chainId: CHAIN_ID, address: addressOf(number), policy: policyToJson(PRESETS.index), name },
  ...{ shared: false, simulated: false, createdBy: 'owner' },
});
const sign = (number: number, signedAtSeconds: number, name = 'mine') =>
  bot.run((sql) =>
    saveSignedRegistration(sql, termsOf(number, name), {
      ...{ owner: OWNER, signature: '0xabcd', signedAtSeconds, text: policyTextOf(PRESETS.index) },
    }),
  );
const listed = (rowsMax = 100, address = addressOf(0)) =>
  bot.run((sql) => readRegistrationsAfter(sql, { chainId: CHAIN_ID, address, rowsMax }));

describe('what an owner signed', () => {
  it('is kept with its signature and the very text, and comes out so', async () => {
    expect(await sign(1, 100)).toEqual({ ok: true, value: true });
    expect(await listed()).toEqual([
      {
        ...{ chainId: CHAIN_ID, portfolio: addressOf(1), name: 'mine', shared: false, simulated: false },
        policy: policyTextOf(PRESETS.index),
        signed: { owner: OWNER, signature: '0xabcd', atSeconds: 100 },
      },
    ]);
  });

  it('is replaced by what was signed later, and by nothing that was signed before or in the same second', async () => {
    await sign(1, 100);
    expect(await sign(1, 99, 'older')).toMatchObject({ ok: false, error: { code: 'registration-older' } });
    expect(await sign(1, 100, 'same second')).toMatchObject({ ok: false });
    expect(await sign(1, 100)).toEqual({ ok: true, value: false });
    expect((await listed())[0]?.name).toBe('mine');
    expect(await sign(1, 101, 'newer')).toEqual({ ok: true, value: true });
    expect((await listed())[0]).toMatchObject({ name: 'newer', signed: { atSeconds: 101 } });
  });

  it('is as new as it says, whichever of many arrives last', async () => {
    const times = [5, 3, 9, 1, 7];
    await Promise.all(times.map((at) => sign(1, at, `at ${at}`)));
    expect((await listed())[0]).toMatchObject({ name: 'at 9', signed: { atSeconds: 9 } });
  });

  it('loses its signature to an operator’s word, and comes out as unsigned', async () => {
    await sign(1, 100);
    await bot.run((sql) => savePolicyRegistration(sql, termsOf(1, 'the operator’s')));
    expect((await listed())[0]).toMatchObject({
      ...{ name: 'the operator’s', signed: null, policy: policyTextOf(PRESETS.index) },
    });
  });

  it('comes out in pages, each after the last address', async () => {
    for (const number of [3, 1, 2]) await sign(number, 100);
    const first = await listed(2);
    expect(first.map(({ portfolio }) => portfolio)).toEqual([addressOf(1), addressOf(2)]);
    expect((await listed(2, addressOf(2))).map(({ portfolio }) => portfolio)).toEqual([addressOf(3)]);
  });

  it('can’t be half there: the text without the signature is refused by the database', async () => {
    await sign(1, 100);
    await expect(database.admin`update policy_registrations set signed_policy = null`).rejects.toThrow(
      /check constraint/,
    );
  });
});
