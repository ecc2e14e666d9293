import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { timersInTurn } from './timers.ts';

let back = (): void => undefined;
afterEach(() => back());

const turn = (): Promise<void> => new Promise((next) => setImmediate(next));

/** In which order what was put off until the others had their turn, and a second turn, came. */
const order = async (): Promise<readonly string[]> => {
  const came: string[] = [];
  setTimeout(() => came.push('put off'), 0);
  await turn();
  came.push('a turn later');
  await sleep(20);
  return came;
};

describe('timers of a scenario', () => {
  it('let what is put off come in its turn, however little of a millisecond has gone by', async () => {
    back = timersInTurn();
    for (let times = 0; times < 20; times += 1) expect(await order()).toEqual(['put off', 'a turn later']);
  });

  it('are called off as any other', async () => {
    back = timersInTurn();
    const came: string[] = [];
    clearTimeout(setTimeout(() => came.push('called off'), 0));
    clearTimeout(setTimeout(() => came.push('called off later'), 2));
    setTimeout((word: string) => came.push(word), 0, 'in turn');
    await sleep(20);
    expect(came).toEqual(['in turn']);
  });

  it('end nothing by a time limit, however long the machine takes', async () => {
    back = timersInTurn();
    const came: string[] = [];
    const limit = setTimeout(() => came.push('the limit'), 20);
    // Nor do they keep a process that has nothing else to do.
    expect(limit.hasRef()).toBe(false);
    await sleep(60);
    clearTimeout(limit);
    expect(came).toEqual([]);
  });
});
