import type { Address } from 'viem';
import type { EmergencyAction } from '../lib/owner/emergency-actions.ts';
import type { OwnerCall } from '../lib/owner/owner-call.ts';
import { type PortfolioFacts, readPortfolio } from '../lib/owner/read-portfolio.ts';
import { type Rehearsal, rehearse } from '../lib/owner/rehearse.ts';
import { walletRefusal } from '../lib/owner/wallet-refusal.ts';
import { element } from './dom.ts';
import { nextNonce, outcomeOf, sendByWallet } from './send.ts';
import { chainTrouble, reader, type Session } from './session.ts';

type Prepared = {
  readonly facts: PortfolioFacts;
  readonly account: Address;
  readonly call: OwnerCall;
  readonly gas: bigint;
};

const list = (lines: readonly string[]): HTMLElement =>
  element(
    'ul',
    {},
    lines.map((line) => element('li', {}, [line])),
  );

const refusedText = (rehearsal: Exclude<Rehearsal, { kind: 'passes' }>): string =>
  rehearsal.kind === 'refused'
    ? `It would be refused. ${rehearsal.refusal.sentence} ${rehearsal.refusal.next}`
    : `It could not be tried: ${rehearsal.message || 'no answer'}. Try again, or name another node.`;

/** The card of one action: what it means, a preview by `eth_call`, the wallet's signature, and the chain's proof afterwards. */
export function actionCard(session: Session, action: EmergencyAction, refresh: () => void): HTMLElement {
  const preview = element('div');
  const said = element('p', { role: 'status' });
  const ready = session.wallet !== null && session.facts !== null && !session.busy;
  const tell = (tone: string, text: string): void => {
    said.className = tone;
    said.textContent = text;
  };
  const onPreview = async (): Promise<void> => {
    preview.replaceChildren();
    tell('soft', 'Trying it on the chain, without sending…');
    try {
      const prepared = await prepare(session, action);
      if (typeof prepared === 'string') return tell('stop', prepared);
      tell('good', 'It would go through.');
      preview.replaceChildren(...previewOf(action, prepared, () => void onSend(prepared)));
    } catch (error) {
      tell('stop', error instanceof Error ? error.message : 'The chain could not be read.');
    }
  };
  const onSend = async (prepared: Prepared): Promise<void> => {
    preview.replaceChildren();
    const proof = await carryOut(session, action, { prepared, tell });
    preview.replaceChildren(...(proof === null ? [] : [proof]));
    refresh();
  };
  return element('section', { class: 'action', 'aria-labelledby': `${action.id}-title` }, [
    element('h3', { id: `${action.id}-title` }, [action.title]),
    element('p', {}, [action.meaning]),
    element(
      'button',
      {
        type: 'button',
        id: `${action.id}-preview`,
        disabled: !ready,
        'data-grave': true,
        onclick: () => void onPreview(),
      },
      [`${action.title}: show what happens`],
    ),
    ready ? null : element('p', { class: 'soft' }, ['Connect your wallet and read the portfolio first.']),
    said,
    preview,
  ]);
}

async function prepare(session: Session, action: EmergencyAction): Promise<Prepared | string> {
  const trouble = await chainTrouble(session);
  const ask = reader(session);
  if (trouble !== null || session.wallet === null || session.facts === null || ask === null)
    return trouble ?? 'Connect your wallet first.';
  const { account } = session.wallet;
  const facts = await readPortfolio(ask, session.facts.portfolio);
  session.facts = facts;
  const call = action.call(facts, account);
  const rehearsal = await rehearse(ask, account, { call });
  return rehearsal.kind === 'passes' ? { facts, account, call, gas: rehearsal.gas } : refusedText(rehearsal);
}

function previewOf(action: EmergencyAction, { facts, account, call }: Prepared, send: () => void): Node[] {
  const button = element(
    'button',
    { type: 'button', id: `${action.id}-send`, 'data-grave': true, disabled: action.confirmBy !== null },
    [`${action.title} now, with the wallet`],
  );
  button.addEventListener('click', send, { once: true });
  const nodes: Node[] = [list(action.effects(facts, account))];
  if (action.confirmBy !== null) {
    const words = action.confirmBy;
    const input = element('input', { id: `${action.id}-confirm`, autocomplete: 'off' });
    input.addEventListener('input', () => {
      button.disabled = input.value.trim().toLowerCase() !== words;
    });
    nodes.push(element('label', { for: input.id }, [`Type “${words}” to go on`]), input);
  }
  const raw = element('details', {}, [
    element('summary', {}, ['The raw call, for another wallet']),
    element('p', { class: 'code' }, [`To: ${call.to}`]),
    element('p', { class: 'code' }, [`Data: ${call.data}`]),
  ]);
  return [...nodes, button, raw];
}

type CarryOut = {
  readonly prepared: Prepared;
  readonly tell: (tone: string, text: string) => void;
};

/** @returns the proof to show, or null when nothing was sent */
async function carryOut(
  session: Session,
  action: EmergencyAction,
  { prepared: { facts, account, call, gas }, tell }: CarryOut,
): Promise<HTMLElement | null> {
  const ask = reader(session);
  if (session.wallet === null || ask === null) return null;
  session.busy = true;
  tell('soft', 'Waiting for you in the wallet…');
  try {
    const nonceBefore = await nextNonce(ask, account);
    const wanted = { from: account, chainId: facts.chainId, call, gas };
    const hash = await sendByWallet(session.wallet.wallet.ask, wanted);
    const waiting = (seconds: number): void =>
      tell('soft', `Sent, ${seconds} s ago: ${hash}. Waiting for a block; you may close this page.`);
    const outcome = await outcomeOf(ask, { hash, from: account, nonceBefore }, waiting);
    const after = await readPortfolio(ask, facts.portfolio);
    session.facts = after;
    const missing = action.missing(facts, after);
    if (missing !== null) {
      const why = {
        mined: 'It was mined, but',
        reverted: 'The contract refused it:',
        replaced: 'Another one took its place:',
      };
      tell('stop', `${why[outcome]} ${missing} Nothing else has changed; try again.`);
      return null;
    }
    tell('good', `Done, as the chain says at block ${after.blockNumber}.`);
    return proofOf(facts, after);
  } catch (error) {
    const refusal = walletRefusal(error);
    tell(refusal.kind === 'rejected' ? 'soft' : 'stop', refusal.sentence);
    return null;
  } finally {
    session.busy = false;
  }
}

/** Which orders can't fill any more and why, from what the contract says now. */
function proofOf(before: PortfolioFacts, after: PortfolioFacts): HTMLElement {
  const unsigned = BigInt(after.signer) === 0n;
  const voided = after.generation > before.generation;
  const held = after.assets.filter((asset) => asset.held !== 0n).length;
  return list([
    ...(after.paused || (voided && unsigned)
      ? ['0 orders can fill.']
      : voided
        ? [
            '0 orders of an earlier generation can fill. A stolen key may have signed for later ones: if yours may be stolen, pause, or revoke the signer.',
          ]
        : []),
    ...(voided
      ? [
          `Generation: ${before.generation} before, ${after.generation} now. Every order carries the one it was signed for; the contract refuses any other.`,
        ]
      : []),
    after.paused ? 'Paused: nothing signed is valid.' : 'Not paused.',
    unsigned ? 'Signer: none.' : `Signer: ${after.signer}.`,
    held === 0 ? 'It holds nothing any more.' : `It still holds ${held} of its tokens.`,
  ]);
}
