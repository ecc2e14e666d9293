import type { GuardDto, PortfolioDetailDto } from '../../lib/api/portfolio-detail-dto.ts';
import { percentText } from '../../lib/money/display.ts';
import { Fact } from '../ui/fact.tsx';
import { formatCount, formatSpan } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { Word } from '../ui/word.tsx';
import { ChainAddress, SignerKey } from './contract-keys.tsx';
import { DelegatedKeys, NothingToWithdraw } from './delegated-keys.tsx';

const percent = (bps: number): string => `${percentText(Math.floor(bps), 2)} %`;

/** How full a bucket is: what is left is the dark part. */
function Budget({
  name,
  leftBps,
  capacityBps,
}: {
  readonly name: string;
  readonly leftBps: number;
  readonly capacityBps: number;
}) {
  // No setter lowers a level: after a lowered limit a bucket may hold more than it does when full.
  const left = Math.min(leftBps, capacityBps);
  const used = capacityBps - left;
  const share = capacityBps === 0 ? 0 : (left / capacityBps) * 100;
  return (
    <div className="flex flex-wrap justify-between gap-x-4 border-t border-line py-2.5">
      <dt>{name}</dt>
      <dd>
        {percent(left)} left, {percent(used)} used
      </dd>
      <dd className="w-full pt-1.5">
        <svg aria-hidden="true" width="100%" height="6" className="block">
          <rect width="100%" height="6" rx="1" fill="var(--track)" />
          <rect width={`${share.toFixed(2)}%`} height="6" rx="1" fill="var(--ink)" />
        </svg>
      </dd>
    </div>
  );
}

/** What the contract lets through, and what is left of it. */
export function Limits({ guard }: { readonly guard: GuardDto }) {
  return (
    <dl>
      <Budget name="Loss budget" leftBps={guard.lossLeftBps} capacityBps={guard.lossCapacityBps} />
      <Budget
        name="Turnover budget"
        leftBps={guard.turnoverLeftBps}
        capacityBps={guard.turnoverCapacityBps}
      />
      {guard.oneOffTurnoverLeftBps > 0 && (
        <Fact name="One-off turnover, once the budget is used up">
          {percent(guard.oneOffTurnoverLeftBps)}
        </Fact>
      )}
      <Fact name="Most it loses by the feeds’ prices">{percent(guard.lossBpsPerDay)} a day</Fact>
      <Fact name="Most that changes hands">{percent(guard.turnoverBpsPerDay)} a day</Fact>
      <Fact name="Worst price of one fill">{percent(guard.maxSlippageBps)} below the feeds</Fact>
      <Fact name="Longest life of an order">{formatSpan(guard.orderTtlMaxSeconds)}</Fact>
      <Fact name="Between buying and selling an asset">{formatSpan(guard.cooldownSeconds)}</Fact>
    </dl>
  );
}

function Keys({ detail }: { readonly detail: PortfolioDetailDto }) {
  const { keys, portfolio } = detail;
  const trades = (
    <Fact name={portfolio.kind === 'delegated' ? 'Trades' : 'Fills'}>
      {portfolio.state === 'paused' ? (
        <Word tone="stop" icon="pause">
          refused: the contract is paused
        </Word>
      ) : (
        'allowed within the limits'
      )}
    </Fact>
  );
  if (portfolio.kind === 'delegated')
    return (
      <dl>
        <DelegatedKeys portfolio={portfolio} keys={keys} />
        {trades}
      </dl>
    );
  return (
    <dl>
      <Fact name="Owner, who alone can withdraw">
        <ChainAddress chainId={portfolio.chainId} address={keys.owner} />
      </Fact>
      <Fact name="Signer, who may only sign orders">
        <SignerKey keys={keys} chainId={portfolio.chainId} nobody="nobody: no order can be signed" />
      </Fact>
      <Fact name="Generation, which every order must carry">{formatCount(keys.generation)}</Fact>
      {trades}
      <Fact name="The contract itself">
        <ChainAddress chainId={portfolio.chainId} address={portfolio.address} />
      </Fact>
    </dl>
  );
}

function HeldByContract() {
  return (
    <>
      The contract holds it, and checks these limits on every fill, whoever asks for it. To withdraw needs the
      owner’s key alone: no bot, no server. The{' '}
      <a href="/rescue.html" className="text-accent underline">
        rescue page
      </a>{' '}
      pauses, voids all orders and withdraws everything with a wallet and a node only; kept on disk, it works
      with this site down.
    </>
  );
}

/** "Is my money safe?", answered by the contract's own limits and keys. */
export function Safety({ detail }: { readonly detail: PortfolioDetailDto }) {
  const { guard, portfolio } = detail;
  const { look } = portfolio;
  return (
    <Section
      title="Is my money safe?"
      note={look === null ? undefined : `limits as read at block ${formatCount(look.blockNumber)}`}
    >
      <p className="max-w-3xl pb-3 text-pretty">
        {portfolio.kind === 'delegated' ? <NothingToWithdraw portfolio={portfolio} /> : <HeldByContract />}
      </p>
      <div className="grid gap-x-10 lg:grid-cols-2">
        {guard === null ? (
          <p className="border-t border-line py-2.5 text-ink-soft">
            The limits stand here after the first look.
          </p>
        ) : (
          <Limits guard={guard} />
        )}
        <Keys detail={detail} />
      </div>
    </Section>
  );
}
