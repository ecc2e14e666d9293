import type { StackPaths } from '../process/paths.ts';
import type { Say, Screen } from '../report/say.ts';
import { tableHead } from '../report/table-line.ts';
import type { PriceTape } from '../world/price-tape.ts';
import type { DemoVenue } from './options.mjs';
import type { Stack } from './stack.ts';
import { delegatingKeyFile } from './start-world.ts';

type Introduction = {
  readonly say: Say;
  readonly screen: Screen;
  readonly paths: StackPaths;
  readonly tape: PriceTape;
  readonly once: boolean;
};

const VENUE_WORDS: Readonly<Record<DemoVenue, string>> = {
  'order-book': 'its own order book, whose orders a stranger fills',
  '1inch': 'a strict IMITATION of 1inch’s orderbook; real: its FeeTaker’s code, a taker that it lets in',
  proposal: 'swaps at once, by proposals, in pools of Uniswap V2’s own code that follow the prices',
};

/** Says where everything is, and what of it is real, above the table of what happens. */
export const introduce = ({ say, screen, paths, tape, once }: Introduction, stack: Stack): void => {
  const { world } = stack;
  say('');
  say(`  1Balancer   ${stack.url}/portfolios`);
  say(
    `  chain       ${stack.chain.rpcUrl} (${stack.chain.kind}, id 31337)${stack.resumed ? ', resumed' : ''}`,
  );
  say(
    tape.source.kind === 'simulated'
      ? `  prices      SIMULATED market, seed ${tape.source.seed}: nothing below is a real price`
      : `  prices      replayed from ${tape.source.path}`,
  );
  say(
    `  portfolios  ${world.portfolios.length}, on test tokens without value; real: the 1inch order protocol's code, Postgres, the EVM`,
  );
  say(
    `  delegated   ${stack.url}/delegated, signed in as ${world.delegated.account}: its own tokens, by EIP-7702; its key, for a wallet, is in ${delegatingKeyFile(paths)}`,
  );
  say(`  panel       ${stack.panelUrl}: tokens, prices, time, fills, by hand`);
  say(`  venue       ${VENUE_WORDS[world.venue]}`);
  say(once ? '' : '  stop        Ctrl-C\n');
  say(tableHead(screen.columns()));
};
