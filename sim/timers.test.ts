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
  await new Promise((done) => setTimeout(done, 20));
  return came;
};

describe('timers of a scenario', () => {
  it('let what is put off come in its turn, however little of a millisecond has gone by', async () => {
    back = timersInTurn();
    for (let times = 0; times < 20; times += 1) expect(await order()).toEqual(['put off', 'a turn later']);
  });

  it('are called off as any other, and leave longer ones to the machine', async () => {
    back = timersInTurn();
    const came: string[] = [];
    clearTimeout(setTimeout(() => came.push('called off'), 0));
    clearTimeout(setTimeout(() => came.push('called off later'), 2));
    setTimeout((word: string) => came.push(word), 5, 'later');
    await expect.poll(() => came).toEqual(['later']);
  });
});
