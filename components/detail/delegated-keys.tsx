import type { KeysDto } from '../../lib/api/portfolio-detail-dto.ts';
import type { PortfolioDto } from '../../lib/api/portfolio-dto.ts';
import { permissionsHref } from '../portfolio/permissions-href.ts';
import { PageLink } from '../shell/page-link.tsx';
import { Fact } from '../ui/fact.tsx';
import { ChainAddress, SignerKey } from './contract-keys.tsx';

type Props = {
  readonly portfolio: Pick<PortfolioDto, 'chainId' | 'address'>;
  readonly keys: KeysDto;
};

/** Who may do what with an account that keeps its own tokens. */
export function DelegatedKeys({ portfolio, keys }: Props) {
  const { chainId, address } = portfolio;
  return (
    <>
      <Fact name="Account: holds the tokens; grants, revokes, lets it go on">
        <ChainAddress chainId={chainId} address={keys.owner} />
      </Fact>
      <Fact name="Guardian: reads this, pauses">
        {keys.guardian === null || keys.guardian === keys.owner ? (
          'the account itself'
        ) : (
          <ChainAddress chainId={chainId} address={keys.guardian} />
        )}
      </Fact>
      <Fact name="Signer: signs proposals, pauses, voids them">
        <SignerKey keys={keys} chainId={chainId} nobody="nobody: no trade can be signed" />
      </Fact>
      <Fact name="Contract: trades within its limits, holds nothing">
        <ChainAddress chainId={chainId} address={address} />
      </Fact>
    </>
  );
}

/** Nothing is put in or taken out here: what there is instead, and where it stands. */
export function NothingToWithdraw({ portfolio }: Pick<Props, 'portfolio'>) {
  return (
    <>
      The tokens never leave the account but for the moment of a trade, so there is nothing to deposit or to
      withdraw: send from the account as ever. What the contract may move a day, and how to pause or revoke
      it, stands on the{' '}
      <PageLink href={permissionsHref(portfolio)} className="text-accent underline">
        permission cards
      </PageLink>
      . Its tokens, feeds, limits and routers are fixed in its address: nobody can change them.
    </>
  );
}
