import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input, Options } from '../../../cli/command/command.ts';
import { runCommand } from '../../../cli/command/run-command.ts';
import { replayCommand } from '../../../cli/commands/house.ts';
import { type ReplayInput, readReplay, runReplay } from '../../../cli/replay/run-replay.ts';
import { encodeDecision, encodeSnapshot } from '../../../lib/engine/codec.ts';
import { decide } from '../../../lib/engine/decide.ts';
import { snapshotOf, tokenAt } from '../../../lib/engine/testing/builders.ts';
import { replay } from '../../../lib/ledger/replay.ts';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { PRESETS } from '../../../lib/policy/policy-presets.ts';
import { openRecords, type Records } from '../../wire/operation/records.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;

let database: TestDatabase;
let records: Records;
beforeAll(async () => {
  database = await createTestDatabase();
  records = openRecords(database.urls.bot.reveal());
});
afterAll(async () => {
  await records.close();
  await database.drop();
});

/** Stores a portfolio with one look for each drift, as a tick would; answers the decisions' ids. */
const storeLooks = async (overs: readonly number[]): Promise<string[]> => {
  const { admin } = database;
  const [account] = await admin`
    insert into accounts (kind, chain_id, address, owner, paused, created_block, created_block_hash)
    values ('balancer', 31337, ${tokenAt(77)}, ${tokenAt(1)}, false, 1, ${hash(1)}) returning id`;
  const [portfolio] =
    await admin`insert into portfolios (account_id, name, shared, simulated) values (${account?.id}, 'one', true, true) returning id`;
  await admin`
    insert into policies (portfolio_id, version, schema_version, policy, created_by)
    values (${portfolio?.id}, 1, 1, ${JSON.stringify(policyToJson(PRESETS.index))}::text::jsonb, 'test')`;
  const [tick] = await admin`insert into ticks (source, dry_run) values ('cli', false) returning id`;
  const ids: string[] = [];
  for (const over of overs) {
    const snapshot = snapshotOf([
      { usd: 5_000 + over, targetBps: 5_000 },
      { usd: 5_000 - over, targetBps: 5_000 },
    ]);
    const decision = decide(snapshot, PRESETS.index);
    const [stored] = await admin`
      insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
      values (${portfolio?.id}, ${tick?.id}, 1, ${snapshot.blockHash}, ${snapshot.nowSeconds}, 0, ${JSON.stringify(encodeSnapshot(snapshot))}::text::jsonb)
      returning id`;
    const [row] = await admin`
      insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision, next_look_at_seconds)
      values (${stored?.id}, ${portfolio?.id}, ${tick?.id}, 1, ${decision.engineVersion}, ${decision.plan.kind},
        ${decision.plan.kind === 'hold' ? decision.plan.hold.reason : null}, ${JSON.stringify(encodeDecision(decision))}::text::jsonb, ${decision.nextLookAt})
      returning id::text`;
    ids.push(String(row?.id));
  }
  return ids;
};

const replayed = async (...argv: string[]) => {
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  const terminal = { out: say, error: say };
  const load = async () => (input: Input<Options>) =>
    runReplay({ ...records, replay }, terminal, readReplay(input as unknown as ReplayInput));
  const house = { commands: [{ ...replayCommand, load }], groups: [] };
  return { code: await runCommand(house, ['replay', ...argv], terminal), lines };
};

describe('npm run replay, on the real database', () => {
  let ids: string[];
  beforeAll(async () => {
    ids = await storeLooks([0, 400, 600, 1_200]);
  });

  it('finds every stored decision identical', async () => {
    expect(await replayed('--all')).toEqual({
      code: 0,
      lines: ['4 replayed: 4 identical, 0 differ from an older engine, 0 differ, 0 unreadable'],
    });
    expect(await replayed(ids[2] ?? '')).toEqual({ code: 0, lines: [`decision ${ids[2]} is identical`] });
  });

  it('shows a row that was changed afterwards, and one an older engine made', async () => {
    const { admin } = database;
    await admin`update decisions set decision = jsonb_set(decision, '{navUsdE18}', '"1"') where id = ${ids[1] ?? ''}`;
    await admin`update decisions set engine_version = '0.0.1', decision = jsonb_set(decision, '{nextLookAt}', '7') where id = ${ids[3] ?? ''}`;
    const { code, lines } = await replayed('--all');
    expect(code).toBe(3);
    expect(lines.join('\n')).toContain(
      `decision ${ids[1]} DIFFERS although the same engine made it:\n  navUsdE18: "1" → "10000000000000000000000"`,
    );
    expect(lines.join('\n')).toContain(
      `decision ${ids[3]} differs from what an older engine made of it:\n  nextLookAt: 7 → `,
    );
    expect(lines.at(-1)).toBe(
      '4 replayed: 2 identical, 1 differ from an older engine, 1 differ, 0 unreadable',
    );
    const json = await replayed('--all', '--json');
    expect(JSON.parse(json.lines.at(-1) ?? '')).toEqual({
      replayed: 4,
      identical: 2,
      older: 1,
      different: 1,
      unreadable: 0,
    });
    expect((await replayed(ids[3] ?? '')).code).toBe(0);
  });

  it('says when there is no such decision, and refuses what it cannot read', async () => {
    expect(await replayed('999999')).toEqual({ code: 1, lines: ['There is no decision 999999.'] });
    for (const argv of [[], ['x'], ['1', '2'], ['--every']]) expect((await replayed(...argv)).code).toBe(2);
  });
});
