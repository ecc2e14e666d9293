import type { PortfolioDetailDto } from '../../lib/api/portfolio-detail-dto.ts';
import { explorerHref } from '../ui/explorer-href.ts';
import { Hex } from '../ui/hex.tsx';
import { Word } from '../ui/word.tsx';

/** An address on a chain: to copy, and to open where it can be looked at. */
export function ChainAddress({ chainId, address }: { readonly chainId: number; readonly address: string }) {
  return <Hex hex={address} kind="address" copy href={explorerHref(chainId, 'address', address)} />;
}

/** Whether the bot holds the signer’s key. */
function SignerWord({ authorised }: { readonly authorised: boolean | null }) {
  if (authorised === null) return null;
  return authorised ? (
    <Word tone="good" icon="check">
      the bot’s
    </Word>
  ) : (
    <Word tone="warn" icon="warning">
      not the bot’s
    </Word>
  );
}

type Props = {
  readonly keys: Pick<PortfolioDetailDto['keys'], 'signer' | 'signerAuthorised'>;
  readonly chainId: number;
  /** What is said where nobody may sign. */
  readonly nobody: string;
};

/** Who may sign orders, and whether that is the bot. */
export function SignerKey({ keys, chainId, nobody }: Props) {
  if (keys.signer === null) return nobody;
  return (
    <>
      <SignerWord authorised={keys.signerAuthorised} />{' '}
      <ChainAddress chainId={chainId} address={keys.signer} />
    </>
  );
}
