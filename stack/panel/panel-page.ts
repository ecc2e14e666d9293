import { createHash } from 'node:crypto';

// One page without a build: it belongs to the local stack, and to no bundle of the web app.

const STYLE = `
:root { color-scheme: light dark; --ground: light-dark(#faf9f5,#10100e); --ink: light-dark(#1b1a17,#f2f0ea); --soft: light-dark(#66635b,#a09c92);
  --line: light-dark(#e4e1d8,#2a2925); --raised: light-dark(#fff,#191916); --accent: light-dark(#2f5bd0,#8aa8ff); --warn: light-dark(#8a5700,#e2ad55) }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.45 ui-sans-serif, system-ui, sans-serif; font-variant-numeric: tabular-nums }
main { max-width: 60rem; margin: 0 auto; padding: 24px 20px 64px }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1rem; margin: 0 0 8px }
section { border-top: 1px solid var(--line); padding: 16px 0 }
form, .row { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; margin: 0 0 8px }
label { display: grid; grid-template-columns: minmax(0,auto); gap: 2px; max-width: 100%; color: var(--soft) }
input, select, button { font: inherit; min-height: 44px; padding: 0 12px; border: 1px solid var(--soft); border-radius: 6px; background: var(--raised); color: var(--ink); max-width: 100% }
button { border-color: var(--line); cursor: pointer } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
p { margin: 0 0 8px; color: var(--soft); text-wrap: pretty } #said { min-height: 1.5em; color: var(--ink) } .warn { color: var(--warn) }
ul { list-style: none; margin: 0; padding: 0 } li { border-top: 1px solid var(--line); padding: 8px 0; overflow-wrap: anywhere }
a { color: var(--accent) }`;

const SCRIPT = `
const at = (id) => document.getElementById(id);
const say = (text) => { at('said').textContent = text; };
const act = async (name, body) => {
  say('…');
  try {
    const answer = await fetch('/' + name, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) });
    say((await answer.json()).said);
  } catch { say('The stack does not answer: it may have been stopped.'); }
  await look();
};
const fill = (select, values) => {
  if (select.options.length === values.length) return;
  select.replaceChildren(...values.map((value) => new Option(value, value)));
};
const orderRow = ({ orderHash, words }) => {
  const row = document.createElement('li');
  const text = document.createElement('span');
  text.textContent = words + ' ';
  const buttons = [25, 50, 100].map((percent) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Fill ' + percent + ' %';
    button.onclick = () => act('fill', { orderHash, percent });
    return button;
  });
  row.append(text, ...buttons);
  return row;
};
let shownOrders = '';
const look = async () => {
  const answer = await fetch('/state').catch(() => null);
  if (answer === null || !answer.ok) { at('now').textContent = 'The stack does not answer.'; return; }
  const { url, block, timeSeconds, isBroken, isGoing, prices, orders } = await answer.json();
  at('app').href = url + '/portfolios';
  at('now').textContent = 'Block ' + block + ', ' + new Date(timeSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ') + ' UTC. '
    + (isGoing ? 'The market goes on by itself.' : 'The market stands still.')
    + (isBroken ? ' The node answers neither bot nor pages.' : '');
  at('now').className = isBroken ? 'warn' : '';
  at('prices').textContent = prices.map(({ symbol, usd }) => symbol + ' ' + usd).join(', ');
  const symbols = prices.map(({ symbol }) => symbol);
  fill(at('priced'), symbols);
  fill(at('given'), ['ETH', ...symbols]);
  const text = JSON.stringify(orders);
  if (text === shownOrders) return;
  shownOrders = text;
  at('orders').replaceChildren(...orders.map(orderRow));
  at('none').hidden = orders.length > 0;
};
for (const button of document.querySelectorAll('[data-act]')) button.onclick = () => act(button.dataset.act);
for (const form of document.forms) form.onsubmit = (event) => {
  event.preventDefault();
  const body = Object.fromEntries(new FormData(form));
  if ('seconds' in body) body.seconds = Number(body.seconds);
  act(form.dataset.name, body);
};
look();
setInterval(look, 2000);`;

const HTML = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Developer panel · 1Balancer</title><link rel="icon" href="data:,"><style>${STYLE}</style></head><body><main>
<h1>Developer panel</h1>
<p>Of the local chain alone, with tokens that are worth nothing. <a id="app" href="/">To the portfolios</a></p>
<p id="now"></p><p id="said" role="status"></p>
<section aria-labelledby="market"><h2 id="market">Market</h2><p id="prices"></p>
<form data-name="price"><label>Token <select name="symbol" id="priced"></select></label>
<label>Dollars <input name="usd" inputmode="decimal" required></label><button>Set the price</button></form>
<div class="row"><button type="button" data-act="hold">Hold market and stranger</button><button type="button" data-act="go">Let them go on</button>
<button type="button" data-act="feeds">Feeds answer again</button></div></section>
<section aria-labelledby="time"><h2 id="time">Time</h2><form data-name="time"><label>Seconds <input name="seconds" inputmode="numeric" value="3600" required></label>
<button>Let them pass</button></form></section>
<section aria-labelledby="bot"><h2 id="bot">Bot and node</h2><div class="row"><button type="button" data-act="tick">Have the bot look</button>
<button type="button" data-act="break">Break the node</button><button type="button" data-act="heal">Heal the node</button></div></section>
<section aria-labelledby="book"><h2 id="book">Open orders</h2><p id="none">None now. The bot signs one when an asset leaves its band.</p><ul id="orders"></ul></section>
<section aria-labelledby="tokens"><h2 id="tokens">Tokens</h2><form data-name="faucet"><label>Address <input name="address" size="44" required></label>
<label>Amount <input name="amount" inputmode="decimal" value="1000" required></label><label>Token <select name="symbol" id="given"></select></label>
<button>Hand out</button></form></section>
<section aria-labelledby="all"><h2 id="all">All of it</h2><p>The node answers, the feeds are fresh, and market and stranger go on. A new world: stop the demo, start it with --reset.</p>
<button type="button" data-act="reset">Undo what was done here</button></section>
</main><script>${SCRIPT}</script></body></html>`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The page of the panel, whole. */
export const panelPage = HTML;

/** What the page may do: its own script and style, and ask where it comes from. */
export const PANEL_POLICY = {
  'content-security-policy': `default-src 'none'; script-src ${hashOf(SCRIPT)}; style-src ${hashOf(STYLE)}; connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
} as const;
