import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { progressBar } from '../command/terminal.ts';
import { typedBacktest as run, testFolder } from './testing/typed-backtest.ts';

const { folder, fileOf } = testFolder();

const DAYS = Array.from({ length: 28 }, (_, index) => String(index + 1).padStart(2, '0'));
const PRICES = fileOf(
  'prices.csv',
  `date,XAU,YEN\n${DAYS.map((day, index) => `2024-02-${day},${(100 + 30 * Math.sin(index)).toFixed(2)},1`).join('\n')}\n`,
);
const BASE = ['--prices', PRICES, '--targets', 'XAU=60,YEN=40', '--policy', 'balanced'];

const KEYS = [
  'finalValue',
  'totalReturn',
  'cagr',
  'moneyWeightedReturn',
  'depositedUsd',
  'withdrawnUsd',
  'volatility',
  'sharpe',
  'sortino',
  'maxDrawdown',
  'turnover',
  'costUsd',
  'tradeDays',
  'legs',
  'trackingErrorBps',
];

describe('npm run backtest', () => {
  it('prints exactly the promised figures as JSON, the baselines among them', async () => {
    const { code, out, error } = await run(...BASE, '--cost-bps', '10', '--gas-usd', '2', '--json');
    expect([code, error]).toEqual([0, '']);
    const json = JSON.parse(out);
    expect(Object.keys(json)).toEqual([...KEYS, 'holds', 'heldBackUsd', 'baselines', 'remarks']);
    expect(Object.keys(json.baselines)).toEqual(['hold', 'daily', 'monthly']);
    for (const figures of [json, ...Object.values(json.baselines)]) {
      const undefinedHere = KEYS.filter((key) => (figures as Record<string, unknown>)[key] === null);
      // Four weeks are no year, and nothing flowed.
      expect(undefinedHere).toEqual(['cagr', 'moneyWeightedReturn']);
      for (const key of KEYS.filter((name) => !undefinedHere.includes(name)))
        expect(typeof (figures as Record<string, unknown>)[key]).toBe('number');
    }
    expect(json.finalValue - 100_000).toBeCloseTo(json.totalReturn * 100_000, 6);
    expect(json.baselines.hold.costUsd).toBe(104);
  });

  it('writes what isn’t defined as null, never as NaN', async () => {
    const flat = fileOf('flat.csv', 'date,XAU,YEN\n2024-02-01,1,1\n2024-02-02,1,1\n2024-02-03,1,1\n');
    const { out } = await run('--prices', flat, '--targets', 'equal', '--policy', 'index', '--json');
    // The opening's ten basis points are in the return, and are no risk.
    expect(JSON.parse(out)).toMatchObject({
      volatility: 0,
      sharpe: null,
      sortino: null,
      totalReturn: -0.001,
    });
  });

  it('shows a table with a column for every policy and baseline', async () => {
    const { code, out } = await run(...BASE.slice(0, -1), 'presets');
    expect(code).toBe(0);
    expect(out).toMatch(/conservative +balanced +aggressive +test-network +index +hold +daily +monthly/);
    expect(out).toContain('rebalancing alpha of index');
    expect(out).toContain('2024-02-01 … 2024-02-28, 28 daily closes');
  });

  it('writes every row as CSV, dated by when its close was known', async () => {
    const lines = (await run(...BASE, '--cost-bps', '0', '--csv')).out.split('\n');
    expect(lines).toHaveLength(DAYS.length + 1);
    expect(lines[0]).toBe(
      'known_at,value_usd,hold_usd,daily_usd,monthly_usd,drawdown,cost_usd,legs,weight_XAU,weight_YEN',
    );
    expect(lines[1]).toMatch(/^2024-02-02T00:00:00Z,100000\.0+,100000\.0+,/);
  });

  it('writes a report that needs nothing else: no script, no request, every chart also as a table', async () => {
    const path = join(folder, 'report.html');
    expect((await run(...BASE, '--html', path)).code).toBe(0);
    const html = readFileSync(path, 'utf8');
    expect(html).not.toMatch(/<script|https?:|url\(|@import|<link|<img/);
    expect(html.match(/<div class="chart" role="img" aria-label="[^"]+"/g)).toHaveLength(6);
    // Labels inside a picture shrink with it, to nothing on a phone.
    expect(html).not.toContain('<text');
    expect(html.match(/<div class="times"><span style="left:0.00%">2024-02-02</g)).toHaveLength(6);
    expect(html.match(/<details>.*?<table>/g)).toHaveLength(5);
    expect(html).toContain('<h2>Years</h2>');
    expect(html).toMatch(/Made by 1Balancer [\d.]+, engine [\d.]+: <code>npm run backtest -- --prices/);
    expect(html).toContain('prefers-color-scheme:dark');
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('begins its report with the result in words: what it became, what holding would have made, and what it cost', async () => {
    const path = join(folder, 'lead.html');
    const json = JSON.parse((await run(...BASE, '--cost-bps', '10', '--html', path, '--json')).out);
    const lead = /<p class="lead">(.*?)<\/p>/.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
    const usd = (value: number): string => Math.round(value).toLocaleString('en');
    expect(lead).toContain(`100,000 USD became ${usd(json.finalValue)} USD`);
    expect(lead).toContain(`would have made ${usd(json.baselines.hold.finalValue)} USD`);
    expect(lead).toContain(`took ${json.legs} trades and ${usd(json.costUsd)} USD of costs`);
    expect(lead).toContain(`at worst ${(-json.maxDrawdown * 100).toFixed(1)}\u00a0% below`);
  });

  it('sweeps every combination and says nothing of progress to a pipe', async () => {
    const { code, out } = await run(...BASE, '--sweep', 'bands=1..4,intervals=1d,7d', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out).cells).toHaveLength(8);
    expect((await run(...BASE, '--sweep', 'bands=1..4', '--csv')).out.split('\n')).toHaveLength(5);
    expect((await run(...BASE, '--sweep', 'bands=5,intervals=1d')).out).toMatch(
      /^band +interval .*\n5 % +1d /,
    );
  });

  it('shows the trades a shock causes and what the daily limit holds back', async () => {
    const rich = [...BASE.slice(0, -1), 'index', '--initial-usd', '1000000', '--shock', 'XAU=-60%'];
    const { code, out } = await run(...rich, '--json');
    expect(code).toBe(0);
    const { looks } = JSON.parse(out);
    expect(looks[0].legs.length).toBeGreaterThan(0);
    expect(looks[0].heldBack[0].reason).toBe('over-daily-volume');
    expect(looks.at(-1).plan).toBe('hold');
    expect((await run(...rich)).out).toContain('held back: over-daily-volume');
  });

  it('lists the trades of an episode, equal slices as one, and what the limits held back', async () => {
    const rich = [...BASE.slice(0, -1), 'index', '--initial-usd', '2000000', '--cost-bps', '10', '--trades'];
    const table = await run(...rich, '--from', '2024-02-05', '--to', '2024-02-12');
    expect(table.code).toBe(0);
    expect(table.out).toMatch(/\n2024-02-\d\d 00:00 +(XAU → YEN|YEN → XAU) +5 × [\d,.]+ +\d+\.\d\d %\n/);
    expect(table.out).toMatch(/ → XAU +\([\d,.]+\) +held back: over-daily-volume/);
    const { figures, looks } = JSON.parse((await run(...rich, '--json')).out);
    const legs = (looks as readonly { readonly legs: readonly unknown[] }[]).flatMap((look) => look.legs);
    expect(legs).toHaveLength(figures.legs);
    const flat = fileOf('calm.csv', 'date,XAU,YEN\n2024-02-01,1,1\n2024-02-02,1,1\n');
    const calm = await run('--prices', flat, '--targets', 'equal', '--policy', 'index', '--trades');
    expect(calm.out).toContain('no trade, and nothing held back');
  });

  it('shows a look without a trade once, however often the calendar calls for one', async () => {
    const { out } = await run(...BASE, '--shock', 'XAU=-60%', '--initial-usd', '3000', '--json');
    const { looks } = JSON.parse(out) as { looks: { plan: string; heldBack: unknown[] }[] };
    expect(looks.map(({ plan }) => plan)).toEqual(['act', 'act', 'hold']);
    expect(looks.at(-1)?.heldBack).toHaveLength(1);
  });

  it('shows what the contract itself would hold back: half of a day’s turnover at once, the rest as it refills', async () => {
    const policy = fileOf(
      'wide.json',
      JSON.stringify({
        version: 1,
        triggers: [{ kind: 'absolute', bandBps: 500 }],
        destination: { kind: 'target' },
        orderTerms: { spreadBps: 0 },
        limits: { dailyVolumeUsd: '1000000', maxTradeUsd: '1000000' },
      }),
    );
    const shock = [
      ...BASE.slice(0, -1),
      policy,
      '--shock',
      'XAU=-50%',
      '--opening',
      'free',
      '--cost-bps',
      '0',
    ];
    // 100,000 become 70,000, of which 30,000 are in XAU and 42,000 belong there: 12,000 are to be moved.
    const looksOf = async (...more: string[]) => {
      const { looks } = JSON.parse((await run(...shock, ...more, '--json')).out);
      return looks as {
        legs: { valueUsd: string }[];
        heldBack: { valueUsd: string; reason: string; limit: string }[];
      }[];
    };
    expect((await looksOf())[0]?.legs.map(({ valueUsd }) => Number(valueUsd))).toEqual([12_000]);
    const [first, second, third] = await looksOf('--contract', 'turnover=20,loss=1');
    expect(first?.legs.map(({ valueUsd }) => Number(valueUsd))).toEqual([7_000]);
    const [held] = first?.heldBack ?? [];
    expect(held).toMatchObject({ reason: 'budget-exhausted', limit: 'turnover-bucket' });
    expect(Number(held?.valueUsd)).toBe(5_000);
    expect(second?.legs.map(({ valueUsd }) => Number(valueUsd))).toEqual([5_000]);
    expect(third?.legs).toEqual([]);
    const table = (await run(...shock, '--contract', 'turnover=20,loss=1')).out;
    expect(table).toContain('held back: budget-exhausted (turnover-bucket)');
    expect(table).toContain('contract: lets through turnover of 20 % and a loss of 1 % of the value a day');
    expect((await run(...shock)).out).toContain('daily limits are left open');
    const preset = [...BASE.slice(0, -1), 'index', '--shock', 'XAU=-60%'];
    expect((await run(...preset)).out).toContain('contract: lets through turnover of 30 %');
    expect((await run(...preset, '--contract', 'open')).out).toContain('daily limits are left open');
    expect((await run(...BASE, '--contract', 'turnover=1,loss=1')).out).toContain(
      'held back for budget-exhausted',
    );
  });

  it.each([
    [['--contract', 'turnover=30'], 1, 'contract: needs both'],
    [['--contract', 'turnover=30,loss=11'], 1, 'contract: loss: "11" is not a percentage from 0.01 to 10'],
    [['--contract', 'speed=3'], 1, 'contract: "speed=3" is not like turnover=30'],
    [['--contract', 'loss=1,loss=1'], 1, 'contract: loss is named twice'],
    [['--prices', '/nowhere.csv'], 1, '--prices: /nowhere.csv can’t be read'],
    [['--policy', 'bold'], 1, 'neither a preset'],
    [['--targets', 'XAU=60,YEN=41'], 1, 'targets: they sum to 101 % instead of 100 %'],
    [['--from', '2024-03-01'], 1, 'prices: no row in this period'],
    [['--from', 'spring'], 2, '--from: "spring" is not a day'],
    [['--cost-bps', '-5'], 1, 'cost-bps'],
    [['--cost-bps', 'ten'], 2, '--cost-bps: "ten" is not a number'],
    [['--initial-usd', '0'], 1, 'initial: must be above zero'],
    [['--sweep', 'bands=a'], 1, 'sweep: bands: "a"'],
    [['--shock', 'ETH=-40%'], 1, 'shock: ETH is not held'],
    [['--opening', 'maybe'], 2, '--opening: "maybe" is not paid or free'],
    [['--colour'], 2, 'Unknown option'],
    [['--html', '/nowhere/report.html'], 1, '--html: /nowhere/report.html can’t be written (ENOENT)'],
    [['--html', 'x.html', '--sweep', 'bands=1'], 2, '--html: a report shows plain runs'],
    [['--html', 'x.html', '--shock', 'XAU=-40%'], 2, '--html: a report shows plain runs'],
    [['--flow', '500'], 1, 'flow: "500" is not like 500/30d'],
    [['--flow', '0/30d'], 1, 'flow: "0/30d" is not like 500/30d'],
    [['--flow', '500/30d@ETH'], 1, 'flow: ETH is not held; there are XAU YEN'],
    [['--ended', 'maybe'], 2, '--ended: "maybe" is not hold or gone'],
    [['--targets', 'xau=60,YEN=40'], 1, 'targets: xau has no prices; did you mean XAU?'],
    [['--trades', '--sweep', 'bands=1'], 2, '--trades: goes with one plain run'],
    [['--trades', '--policy', 'presets'], 2, '--policy: name one policy'],
    [['--csv', '--shock', 'XAU=-40%'], 2, '--csv: a shock is shown as a table, or with --json'],
  ])('refuses %j on stderr with exit code %i', async (extra, code, words) => {
    const refused = await run(...BASE, ...extra);
    expect(refused.code).toBe(code);
    expect(refused.error.replaceAll("can't", 'can’t')).toContain(words);
    expect(refused.out).toBe('');
  });

  it('names line and character of a bad price', async () => {
    const bad = fileOf('bad.csv', 'date,XAU,YEN\n2024-02-01,1,1\n2024-02-02,0,1\n');
    const refused = await run('--prices', bad, '--targets', 'equal', '--policy', 'index');
    expect(refused.code).toBe(1);
    expect(refused.error).toContain('line 3, column 12: XAU: a price of zero');
  });

  it('names row and asset of odd prices: in the table, and on stderr beside bare figures', async () => {
    const odd = fileOf('odd.csv', 'date,XAU,YEN\n2024-02-01,1,1\n2024-02-02,99,1\n2024-02-04,1,1\n');
    const argv = ['--prices', odd, '--targets', 'equal', '--policy', 'index'];
    const remarks = [
      '1 row is missing after 2024-02-02; nothing was filled in',
      'row 2024-02-02, XAU: 1 → 99 USD, more than tenfold at once: not traded on, left out',
    ].join('\n');
    const table = await run(...argv);
    expect([table.out.includes(remarks), table.error]).toEqual([true, '']);
    expect(JSON.parse((await run(...argv, '--json')).out).remarks.join('\n')).toBe(remarks);
    expect((await run(...argv, '--json')).error).toBe(remarks);
    expect((await run(...argv, '--csv')).error).toBe(remarks);
    expect((await run(...argv, '--sweep', 'bands=1')).error).toBe(remarks);
  });

  it.each(['BT C', '<b>BTC</b>', '', '=BTC', 'A'.repeat(21)])(
    'refuses the column %j, which is no name of an asset',
    async (column) => {
      const odd = fileOf('odd.csv', `date,XAU,${column}\n2024-02-01,1,1\n2024-02-02,1,1\n`);
      const refused = await run('--prices', odd, '--targets', 'equal', '--policy', 'index');
      expect([refused.code, refused.out]).toEqual([1, '']);
      expect(refused.error).toContain(`line 1: "${column}" is not the name of an asset`);
    },
  );

  it('reads a policy from a file and names the field that makes it impossible', async () => {
    const good = fileOf('good.json', '{"version":1,"triggers":[{"kind":"absolute","bandBps":300}]}');
    expect((await run(...BASE.slice(0, -1), good)).code).toBe(0);
    const bad = fileOf('bad.json', '{"version":1,"triggers":[{"kind":"absolute","bandBps":0}]}');
    expect((await run(...BASE.slice(0, -1), bad)).error).toContain('triggers.0.bandBps');
    const broken = fileOf('broken.json', '{');
    expect((await run(...BASE.slice(0, -1), broken)).error).toContain(
      'not JSON: line 1, column 2: close brace expected',
    );
    const comma = fileOf('comma.json', '{\n  "version": 1,\n  "triggers": ,\n}');
    expect((await run(...BASE.slice(0, -1), comma)).error).toContain('line 3, column 15: value expected');
    const slip = fileOf('slip.json', '{"version":1,"triggers":[{"kind":"absolute","bandBsp":300}]}');
    expect((await run(...BASE.slice(0, -1), slip)).error).toContain('(did you mean bandBps?)');
  });

  it('runs over a made-up market and says so, on the page and beside the figures', async () => {
    const argv = ['--prices', 'sim:7', '--targets', 'BTC=50,ETH=50', '--policy', 'index'];
    const table = await run(...argv);
    expect([table.code, table.out.split('\n')[0]]).toEqual([
      0,
      'SIMULATED prices, made up by a seeded generator; no history',
    ]);
    const json = await run(...argv, '--json');
    expect(json.error).toBe('prices: SIMULATED, sim:7');
    expect((await run(...argv, '--json')).out).toBe(json.out);
    expect(JSON.parse(json.out).legs).toBeGreaterThan(0);
  });

  it('compares policies in one report, and says when two of them came out the same', async () => {
    const path = join(folder, 'presets.html');
    const { code, out } = await run(...BASE.slice(0, -1), 'presets', '--html', path);
    expect([code, out.includes('aggressive came out identical to balanced')]).toEqual([0, true]);
    const html = readFileSync(path, 'utf8');
    for (const name of ['conservative', 'balanced', 'aggressive', 'test-network', 'index']) {
      expect(html).toContain(`<li><b>${name}</b> became `);
      expect(html).toContain(`<h2>Weights under ${name}</h2>`);
      expect(html).toContain(`<h2>Trades of ${name}</h2>`);
    }
    expect(html).toContain('aggressive came out identical to balanced');
    // Each policy's year is its own.
    const cells = /<th scope="row">2024<\/th>(.*?)<\/tr>/.exec(html)?.[1]?.match(/<td>[^<]+/g) ?? [];
    expect(cells).toHaveLength(6);
    expect(new Set(cells).size).toBeGreaterThan(2);
  });

  it('costs ten basis points unless it is told otherwise, and says where its gas comes from', async () => {
    const asked = async (...more: string[]) =>
      JSON.parse((await run(...BASE, '--json', ...more)).out).costUsd;
    expect(await asked()).toBe(await asked('--cost-bps', '10', '--gas-usd', '0'));
    expect(await asked('--cost-bps', '0')).toBe(0);
    expect((await run(...BASE)).out).toContain('(no gas: whoever fills an order pays it)');
    const onChain = fileOf(
      'proposal.json',
      '{"version":1,"triggers":[{"kind":"absolute","bandBps":300}],"orderTerms":{"venue":"proposal"}}',
    );
    expect((await run(...BASE.slice(0, -1), onChain)).out).toContain(
      '4.20 USD per leg (gas a guess: 280000 gas',
    );
  });

  it('reads targets as people write them: blanks, per cent signs, and zero for what is to be sold', async () => {
    const argv = (targets: string) => [
      '--prices',
      PRICES,
      '--targets',
      targets,
      '--policy',
      'index',
      '--json',
    ];
    const plain = await run(...argv('XAU=60,YEN=40'));
    expect((await run(...argv('XAU = 60 %, YEN = 40 %'))).out).toBe(plain.out);
    // Nothing of an asset with target zero is bought at the opening: the rest alone, to the last digit.
    expect((await run(...argv('XAU=100,YEN=0'))).out).toBe((await run(...argv('XAU=100'))).out);
  });

  it('shows shares that sum to a hundred', async () => {
    const three = fileOf('three.csv', 'date,A,B,C\n2024-02-01,1,1,1\n2024-02-02,1,1,1\n');
    const { out } = await run('--prices', three, '--targets', 'equal', '--policy', 'index');
    expect(out).toContain('A 33.34 %, B 33.33 %, C 33.33 %');
  });

  it('pays in and takes out, from plans or from a file, and gives the owner’s own return beside the portfolio’s', async () => {
    const rows = Array.from({ length: 800 }, (_, day) => {
      const date = new Date(Date.UTC(2022, 0, 1 + day)).toISOString().slice(0, 10);
      return `${date},100,1`;
    });
    const flat = fileOf('years.csv', `date,XAU,YEN\n${rows.join('\n')}\n`);
    const argv = [
      '--prices',
      flat,
      '--targets',
      'XAU=60,YEN=40',
      '--policy',
      'index',
      '--cost-bps',
      '0',
      '--json',
    ];
    const monthly = JSON.parse((await run(...argv, '--flow', '500/month')).out);
    // Opened as the close of 1 January 2022 became known; the firsts of February 2022 to March 2024 follow.
    expect([monthly.depositedUsd, monthly.finalValue]).toEqual([26 * 500, 100_000 + 26 * 500]);
    expect([monthly.totalReturn, monthly.moneyWeightedReturn]).toEqual([0, expect.closeTo(0, 9)]);
    const thirty = JSON.parse((await run(...argv, '--flow', '500/30d,-100/week')).out);
    expect([thirty.depositedUsd, thirty.withdrawnUsd]).toEqual([26 * 500, 115 * 100]);
    const file = fileOf(
      'flows.csv',
      'date,amount,asset\n2022-06-01,1000\n2022-07-01,-500\n2022-08-01,250,YEN\n',
    );
    const listed = JSON.parse((await run(...argv, '--flow', file)).out);
    expect([listed.depositedUsd, listed.withdrawnUsd]).toEqual([1_250, 500]);
    const bad = fileOf('bad-flows.csv', 'date,amount\n2022-06-01,lots\n');
    expect((await run(...argv, '--flow', bad)).error).toBe(
      'line 2: flow: "2022-06-01,lots" is not like 2024-02-01,500 or 2024-02-01,500,USDC',
    );
  });

  it('says that a policy of cash flows waits for some', async () => {
    const policy = fileOf(
      'cash.json',
      '{"version":1,"triggers":[{"kind":"cash-flow","flowBpsMin":100}],"destination":{"kind":"target"}}',
    );
    const argv = [...BASE.slice(0, -1), policy];
    const waits = 'the policy waits for deposits or withdrawals, and there are none';
    expect((await run(...argv)).out).toContain(waits);
    expect(JSON.parse((await run(...argv, '--json')).out).remarks.join()).toContain(waits);
    const fed = JSON.parse((await run(...argv, '--flow', '20000/7d@YEN', '--json')).out);
    expect([fed.legs > 0, fed.remarks]).toEqual([true, []]);
  });

  it('names an asset whose prices end, and goes on without it when asked', async () => {
    const rows = Array.from({ length: 60 }, (_, day) => {
      const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
      return `${date},${100 + (day % 7)},${50 - (day % 5)},${day < 20 ? 20 - day / 2 : ''}`;
    });
    const ends = fileOf('ends.csv', `date,BTC,ETH,FTT\n${rows.join('\n')}\n`);
    const daily = fileOf(
      'daily.json',
      '{"version":1,"triggers":[{"kind":"calendar","intervalSeconds":86400}],"destination":{"kind":"target"},"limits":{"minTradeUsd":"1"}}',
    );
    const argv = ['--prices', ends, '--targets', 'equal', '--policy', daily];
    const said =
      'FTT has no price after row 2024-01-20, 40 rows before the end: it stays in the value at its last close';
    expect((await run(...argv)).out).toContain(said);
    const held = JSON.parse((await run(...argv, '--json')).out);
    expect([held.remarks.join().includes(said), held.holds['price-missing']]).toEqual([true, 40]);
    const gone = JSON.parse((await run(...argv, '--ended', 'gone', '--json')).out);
    expect(gone.remarks.join()).toContain('worth nothing from then on, its target spread over the rest');
    expect(gone.holds['price-missing']).toBeUndefined();
    expect(gone.legs).toBeGreaterThan(held.legs + 20);
    // What was a third of the value is gone from it, and from a holder's as well.
    expect(gone.finalValue).toBeLessThan(held.finalValue * 0.75);
    expect(gone.baselines.hold.finalValue).toBeLessThan(held.baselines.hold.finalValue);
  });

  it.each([
    ['cents for dollars', '1,1|1,1|50,1|51,1', 'row 2024-02-03, XAU: 1 → 50 USD'],
    ['another coin of that name after a hole', '1,900|1,|1,9|1,9', 'row 2024-02-03, YEN: 900 → 9 USD'],
  ])('refuses prices that jump and stay, and takes them with --believe: %s', async (_, rows, words) => {
    const lines = rows.split('|').map((row, index) => `2024-02-0${index + 1},${row}`);
    const path = fileOf('jump.csv', `date,XAU,YEN\n${lines.join('\n')}\n`);
    const argv = ['--prices', path, '--targets', 'equal', '--policy', 'index', '--json'];
    const refused = await run(...argv);
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.error).toContain(words);
    expect(refused.error).toContain('--believe');
    expect((await run(...argv, '--believe')).code).toBe(0);
    // Before the jump there is nothing to refuse, and a jump that is undone is left out as it was.
    expect((await run(...argv, '--to', '2024-02-02')).code).toBe(0);
  });

  it('doesn’t refuse a move of just under fifty times, nor one that the next row undoes', async () => {
    const argv = ['--targets', 'equal', '--policy', 'index', '--json'];
    for (const closes of [
      [1, 49.9, 49.9],
      [1, 50, 1],
    ]) {
      const lines = closes.map((close, index) => `2024-02-0${index + 1},${close},1`);
      const path = fileOf('near.csv', `date,XAU,YEN\n${lines.join('\n')}\n`);
      expect((await run('--prices', path, ...argv)).code).toBe(0);
    }
  });

  it('believes a shock of any size at its row', async () => {
    for (const fall of ['-89%', '-91%', '-99%']) {
      const { looks } = JSON.parse((await run(...BASE, '--shock', `XAU=${fall}`, '--json')).out);
      expect(looks[0].plan).toBe('act');
    }
  });

  it('makes no year of four days unless asked', async () => {
    const four = fileOf(
      'four.csv',
      'date,XAU,YEN\n2024-02-01,1,1\n2024-02-02,1.1,1\n2024-02-03,1.3,1\n2024-02-04,1.7,1\n',
    );
    const argv = ['--prices', four, '--targets', 'equal', '--policy', 'index', '--json'];
    expect(JSON.parse((await run(...argv)).out).cagr).toBeNull();
    expect(JSON.parse((await run(...argv, '--annualise')).out).cagr).toBeGreaterThan(1);
  });

  it('asks the database for what is called db:', async () => {
    const refused = await run('--prices', 'db:coinbase@1h', '--targets', 'equal', '--policy', 'index');
    expect([refused.code, refused.error]).toEqual([1, 'no coinbase@1h']);
  });

  it('names every missing option at once', async () => {
    expect((await run()).error).toContain('--prices is missing\n--targets is missing\n--policy is missing');
  });
});

describe('a progress bar', () => {
  it('draws on a terminal only, and ends at the whole', () => {
    const written: string[] = [];
    const screen = { isTTY: true, write: (text: string) => written.push(text) };
    const bar = progressBar(screen, 4);
    for (let done = 1; done <= 4; done++) bar.update(done);
    bar.clear();
    expect(written.join('')).toContain('4/4');
    const quiet = progressBar({ write: () => expect.unreachable() }, 4);
    quiet.update(4);
    quiet.clear();
  });
});
