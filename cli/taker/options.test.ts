import { describe, expect, it } from 'vitest';
import { bookOf, readOptions } from './options.ts';

const KEY = `0x${'5e'.repeat(32)}`;
const good = ['--book', 'http://localhost:3000', '--rpc', 'http://localhost:8545', '--feeds', 'feeds.json'];

describe('the options of the taker', () => {
  it('have safe defaults', () => {
    expect(readOptions(good, { TAKER_PK: KEY })).toMatchObject({
      kind: 'run',
      options: {
        'edge-bps': 0,
        'partial-rate': 0,
        seed: 1,
        once: false,
        protocol: '0x111111125421ca6dc452d289314280a0f8842a65',
      },
    });
  });

  it('are all named at once when they are wrong, and the key is not among the words', () => {
    const read = readOptions(['--book', 'nowhere', '--partial-rate', '2', '--seed', 'x'], {
      TAKER_PK: `${KEY}00`,
    });
    expect(read.kind).toBe('bad');
    const said = read.kind === 'bad' ? read.problems.join('\n') : '';
    for (const name of ['--book', '--rpc', '--partial-rate', '--seed', 'TAKER_PK'])
      expect(said).toContain(name);
    expect(said).not.toContain(KEY.slice(2));
  });

  it('want exactly one source of prices', () => {
    expect(
      readOptions([...good, '--prices-url', 'http://localhost/prices'], { TAKER_PK: KEY }),
    ).toMatchObject({
      kind: 'bad',
    });
    expect(readOptions(good.slice(0, 4), { TAKER_PK: KEY })).toMatchObject({
      kind: 'bad',
      problems: ['--feeds: give either --feeds or --prices-url'],
    });
  });

  it('name the book’s kind, and take its key from the environment alone', () => {
    const keys = { TAKER_PK: KEY, TAKER_BOOK_KEY: 'of the book' };
    const read = readOptions([...good, '--book-kind', '1inch'], keys);
    expect(read.kind === 'run' && bookOf(read.options)).toEqual({
      ...{ url: 'http://localhost:3000', kind: '1inch', key: 'of the book' },
    });
    expect(readOptions([...good, '--book-kind', 'another'], keys)).toMatchObject({
      problems: ['--book-kind: one of 1balancer, 1inch'],
    });
  });

  it('refuse a word they do not know', () => {
    expect(readOptions([...good, '--leverage', '10'], { TAKER_PK: KEY })).toMatchObject({ kind: 'bad' });
  });
});
