import { getAddress, isAddress } from 'viem';
import { EMERGENCY_ACTIONS, nameOf } from '../lib/owner/emergency-actions.ts';
import { exactUnits } from '../lib/owner/exact-units.ts';
import { type PortfolioFacts, readPortfolio } from '../lib/owner/read-portfolio.ts';
import { walletRefusal } from '../lib/owner/wallet-refusal.ts';
import { actionCard } from './action-card.ts';
import { byId, element, fact } from './dom.ts';
import { nodeAt } from './node.ts';
import { reader, type Session } from './session.ts';
import { accountOf, type Wallet, watchWallets } from './wallets.ts';

const session: Session = { wallet: null, node: null, facts: null, busy: false };

const walletSaid = byId('wallet-said', HTMLElement);
const portfolioSaid = byId('portfolio-said', HTMLElement);

function say(where: HTMLElement, tone: string, text: string): void {
  where.className = tone;
  where.textContent = text;
}

async function connect(wallet: Wallet): Promise<void> {
  say(walletSaid, 'soft', `Waiting for you in ${wallet.name}…`);
  try {
    const account = await accountOf(wallet.ask);
    session.wallet = { wallet, account };
    say(walletSaid, 'good', `Connected: ${account}`);
  } catch (error) {
    session.wallet = null;
    say(walletSaid, 'stop', walletRefusal(error).sentence);
  }
  showFacts();
  showActions();
}

const NO_WALLET =
  'No wallet was found in this browser. Opened from disk, an extension must be allowed “access to file URLs” (in its details); ' +
  'or use the recipe below with any wallet.';

function showWallets(wallets: readonly Wallet[]): void {
  const buttons = wallets.map((wallet) =>
    element('button', { type: 'button', onclick: () => void connect(wallet) }, [`Connect ${wallet.name}`]),
  );
  byId('wallets', HTMLElement).replaceChildren(...buttons);
  if (session.wallet === null)
    say(walletSaid, wallets.length === 0 ? 'warn' : 'soft', wallets.length === 0 ? NO_WALLET : '');
}

function chooseNode(text: string): string | null {
  if (text === '') {
    session.node = null;
    return null;
  }
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    return 'The node’s address must begin with https:// or http://.';
  session.node = nodeAt(text);
  return null;
}

async function read(): Promise<void> {
  session.facts = null;
  showFacts();
  showActions();
  const typed = byId('portfolio', HTMLInputElement).value.trim();
  if (!isAddress(typed)) {
    say(
      portfolioSaid,
      'stop',
      'That is no address: 0x and 40 hex digits, with a right checksum if it has capitals.',
    );
    return;
  }
  const trouble = chooseNode(byId('node', HTMLInputElement).value.trim());
  const ask = trouble === null ? reader(session) : null;
  if (ask === null) {
    say(portfolioSaid, 'stop', trouble ?? 'Connect a wallet, or name a node to read through.');
    return;
  }
  say(portfolioSaid, 'soft', 'Reading…');
  try {
    session.facts = await readPortfolio(ask, getAddress(typed));
    say(
      portfolioSaid,
      'good',
      `Read at block ${session.facts.blockNumber} of chain ${session.facts.chainId}.`,
    );
  } catch (error) {
    say(portfolioSaid, 'stop', error instanceof Error ? error.message : 'The chain could not be read.');
  }
  showFacts();
  showActions();
}

function roleOf({ owner, signer }: PortfolioFacts): string {
  const account = session.wallet?.account.toLowerCase();
  if (account === undefined) return 'connect a wallet';
  if (account === owner.toLowerCase()) return 'the owner: you may do all of this';
  if (account === signer.toLowerCase()) return 'the signer: you may pause and void orders';
  return 'neither owner nor signer: the contract will refuse you';
}

function showFacts(): void {
  const { facts } = session;
  const place = byId('facts', HTMLElement);
  if (facts === null) {
    place.replaceChildren();
    return;
  }
  place.replaceChildren(
    element('dl', {}, [
      fact('Owner', element('code', {}, [facts.owner])),
      fact('You are', roleOf(facts)),
      fact('Signer', BigInt(facts.signer) === 0n ? 'none' : element('code', {}, [facts.signer])),
      fact('State', facts.paused ? 'paused' : 'may trade'),
      fact('Generation', String(facts.generation)),
      ...facts.assets.map((asset) =>
        fact(
          asset.symbol ?? 'Token',
          asset.held === null ? `${nameOf(asset)} doesn’t say` : exactUnits(asset.held, asset.decimals),
        ),
      ),
    ]),
  );
}

const cards = new Map<string, HTMLElement>();

/** The card that has just acted keeps what it says; the others take what is new. */
function showActions(kept: string | null = null): void {
  for (const action of EMERGENCY_ACTIONS) {
    const known = cards.get(action.id);
    if (known !== undefined && action.id === kept) continue;
    const card = actionCard(session, action, () => {
      showFacts();
      showActions(action.id);
    });
    cards.set(action.id, card);
    known?.replaceWith(card);
  }
}

byId('portfolio-form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  void read();
});
byId('portfolio', HTMLInputElement).value = decodeURIComponent(location.hash.slice(1));
showActions();
byId('actions', HTMLElement).replaceChildren(...cards.values());
watchWallets(showWallets);
