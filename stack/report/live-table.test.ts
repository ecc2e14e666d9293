import { describe, expect, it } from 'vitest';
import { screenOn } from './say.ts';
import { tableLine } from './table-line.ts';

const cells = {
  time: '2025-01-01 22:00',
  portfolio: 'Five assets',
  prices: 'WETH +4.2%',
  drift: '0.56 %',
  trackingError: '0.88 %',
  what: 'Trade: sell 4401.71 USD of SOL for USDC. Tracking error 1.3 % → 0.9 %. Next look 23:00 UTC.',
};

describe('a line of the live table', () => {
  it.each([60, 80, 100, 129, 130, 160, 200])('fits a terminal of %i columns and loses no word', (columns) => {
    const rows = tableLine(cells, columns).split('\n');
    expect(Math.max(...rows.map(({ length }) => length))).toBeLessThan(Math.max(columns, 66));
    const said = rows.map((row) => row.trim()).join(' ');
    for (const word of cells.what.split(' ')) expect(said).toContain(word);
  });

  it('is one line in a pipe', () => {
    expect(tableLine(cells, null).split('\n')).toHaveLength(1);
  });
});

describe('the line that moves', () => {
  const onStream = (isTTY: boolean) => {
    let written = '';
    const screen = screenOn({
      isTTY,
      columns: 20,
      write: (text) => {
        written += String(text);
        return true;
      },
    });
    return { screen, written: () => written };
  };

  it('stays below what is said, is written over, and never wraps', () => {
    const { screen, written } = onStream(true);
    screen.status('3 portfolios hold, all of them in their bands');
    screen.say('Filled.');
    expect(written()).toBe('\r\u001b[2K3 portfolios hold,…\r\u001b[2KFilled.\n3 portfolios hold,…');
  });

  it('is not there in a pipe', () => {
    const { screen, written } = onStream(false);
    screen.status('3 hold');
    screen.say('Filled.');
    expect(written()).toBe('Filled.\n');
  });
});
