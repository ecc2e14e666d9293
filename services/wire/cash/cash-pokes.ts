import type { CashSight } from '../../../lib/cash/cash-sight.ts';
import { fail, type Result } from '../../../lib/result.ts';
import { type PokePorts, pokeMarks } from '../../cash/poke-marks.ts';
import { estimateGas } from '../../chain/call-chain.ts';
import { readJournaled, wishPoke } from '../../store/cash/cash-pokes.ts';
import type { ServedChain } from '../served-chain.ts';
import type { InDatabase } from '../tick/bot-store.ts';

/** What marks are raised with. */
type PokeParts = {
  readonly run: InDatabase;
  readonly log: PokePorts['log'];
  readonly chains: ReadonlyMap<number, { readonly served: Pick<ServedChain, 'chain'> }>;
};

const NOT_SERVED = fail('not-configured', 'A chain of the portfolio is not served.', { when: 'next-tick' });

const pokePorts = ({ run, log, chains }: PokeParts): PokePorts => ({
  log,
  journaled: (ids) => run((sql) => readJournaled(sql, ids)),
  estimateGas: async (call) => {
    const side = chains.get(call.chainId);
    return side === undefined ? NOT_SERVED : estimateGas(side.served.chain, call);
  },
  wish: (call, { account, vault }) =>
    run((sql) => wishPoke(sql, { call, vault, generation: account.generation })),
});

/** Wishes the marks of one owner's vaults raised that lag; the calls' journal sends them. */
export const pokeOf =
  (parts: PokeParts) =>
  (sight: CashSight): Promise<Result<null>> =>
    pokeMarks(pokePorts(parts), sight);
