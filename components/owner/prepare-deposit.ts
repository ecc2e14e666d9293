import {
  approveAct,
  depositAct,
  depositBatch,
  permitAct,
  readTokenRights,
} from '../../lib/owner/deposit-action.ts';
import { exactUnits } from '../../lib/owner/exact-units.ts';
import type { WalletAct } from '../../lib/owner/owner-act.ts';
import { parseAmount } from '../../lib/owner/parse-amount.ts';
import { PermitRefused, readPermitTerms } from '../../lib/owner/permit.ts';
import { type PortfolioFacts, readPortfolio } from '../../lib/owner/read-portfolio.ts';
import { canBatch } from '../../lib/transactions/wallet-batch.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';
import type { Prepare } from './act-dialog.tsx';

/** Tokens that refused a signature since the page was loaded: they are allowed by a transaction from then on. */
const refused = new Set<string>();

type Wanted = { readonly token: string; readonly amount: string };

/** The quickest way that wallet and token know: both calls as one, a signature, or a transaction for the allowance. */
async function nextAct(
  wallet: ConnectedWallet,
  deposit: Parameters<typeof depositAct>[0],
  chainId: number,
): Promise<WalletAct> {
  const { ask, account } = wallet;
  const { asset, portfolio } = deposit;
  if (await canBatch(ask, account, chainId)) return depositBatch(deposit);
  const terms = refused.has(asset.token)
    ? null
    : await readPermitTerms(ask, { token: asset.token, owner: account });
  if (terms === null) return approveAct(deposit, portfolio);
  const act = permitAct(ask, terms, deposit);
  return {
    ...act,
    sign: () =>
      act.sign().catch((error: unknown) => {
        if (error instanceof PermitRefused) refused.add(asset.token);
        throw error;
      }),
  };
}

/** What comes next for a deposit: the allowance in whatever form, and once it suffices the deposit itself. */
export const prepareDeposit =
  ({ portfolio }: PortfolioFacts, { token, amount }: Wanted): Prepare =>
  async (wallet) => {
    const facts = await readPortfolio(wallet.ask, portfolio);
    const asset = facts.assets.find((listed) => listed.token === token);
    if (asset === undefined) throw new Error('The portfolio doesn’t list this token any more.');
    const typed = parseAmount(amount, asset.decimals);
    if (!typed.ok) throw new Error(typed.sentence);
    const rights = await readTokenRights(wallet.ask, {
      ...{ token: asset.token, holder: wallet.account, spender: portfolio },
    });
    if (rights.balance < typed.units)
      throw new Error(`You hold ${exactUnits(rights.balance, asset.decimals)} of it, which is less.`);
    const deposit = { portfolio, asset, units: typed.units };
    const act =
      rights.allowance >= typed.units ? depositAct(deposit) : await nextAct(wallet, deposit, facts.chainId);
    return { facts, act };
  };
