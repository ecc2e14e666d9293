import { describe, expect, it } from 'vitest';
import type { PortfolioListDto } from '../../lib/api/portfolio-list-dto.ts';
import { mergeList } from './merge-list.ts';

const row = (id: string, name: string) => ({ id, name }) as PortfolioListDto['portfolios'][number];
const { rows: _, ...HEADER } = {
  rows: null,
  portfolioCount: 2,
  version: 'b',
} as unknown as PortfolioListDto & {
  readonly rows: null;
};
const SHOWN = { ...HEADER, portfolios: [row('1', 'one'), row('2', 'two')], rowVersions: ['a', 'a'] };

describe('a list that has changed', () => {
  it('takes the rows that were sent and keeps the others, in the order of now', () => {
    const merged = mergeList(SHOWN, {
      ...HEADER,
      rows: [
        { id: '3', version: 'c', portfolio: row('3', 'three') },
        { id: '1', version: 'a', portfolio: null },
      ],
    });
    expect(merged?.portfolios.map(({ name }) => name)).toEqual(['three', 'one']);
    expect(merged?.rowVersions).toEqual(['c', 'a']);
  });

  it('is none where a row is taken to be on screen that isn’t', () => {
    expect(mergeList(SHOWN, { ...HEADER, rows: [{ id: '9', version: 'a', portfolio: null }] })).toBeNull();
  });
});
