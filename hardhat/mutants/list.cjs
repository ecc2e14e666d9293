// Each mutant breaks one rule of the contracts: [what to find, what to put there] per file, each found exactly once.
const B = 'Balancer.sol';
const ORDER = 'libraries/OrderRules.sol';
const TRADE = 'libraries/TradeRules.sol';
const PROPOSAL = 'libraries/Proposals.sol';
const ADMIN = 'libraries/Administration.sol';
const VALUE = 'libraries/Valuation.sol';
const EXECUTOR = 'SwapExecutor.sol';
const CALLS = 'libraries/Calls.sol';
const LENS = 'BalancerLens.sol';
const FACTORY = 'BalancerFactory.sol';
const SUMS = 'libraries/SwapSums.sol';
const SIGNATURES = 'libraries/Signatures.sol';
const TWINS = 'libraries/Twins.sol';
const HASH = 'libraries/OrderHash.sol';
const OPEN_FILL = 'libraries/OpenFill.sol';
const MARKS = 'libraries/Marks.sol';
const BUCKETS = 'libraries/Buckets.sol';

const CHARGE = 'TradeRules.charge(s, r, fill.orderHash, fill.navE32, fill.outE32, fill.inE32, full);';

const cash = require('./cash.cjs');
const delegated = require('./delegated.cjs');

module.exports = {
  ...cash,
  ...delegated,
  'no-lock': {
    [B]: [
      [
        '        _requireUnlocked();\n        OpenFill.setLock(orderHash);',
        '        OpenFill.setLock(orderHash);',
      ],
    ],
  },
  'budget-charged-in-pre-from-taking-amount': {
    [B]: [
      [
        '        uint256 makingAmount,\n        uint256,\n        uint256,\n        bytes calldata\n    ) external {\n        require(msg.sender == LOP',
        '        uint256 makingAmount,\n        uint256 takingAmount,\n        uint256,\n        bytes calldata\n    ) external {\n        require(msg.sender == LOP',
      ],
      [
        '        // LOP may take exactly this',
        '        _chargeEarly(orderHash, makingAmount, takingAmount);\n        // LOP may take exactly this',
      ],
      [`        ${CHARGE}\n`, ''],
      [
        '    /// @dev What LOP was allowed before',
        `    function _chargeEarly(bytes32 id, uint256 making, uint256 taking) private {
        Rules memory r = s.rules;
        (uint256 navE32, uint256 sold, uint256 bought) = OpenFill.head();
        uint256 out = making.valueUp(OpenFill.sold(s.assets[sold]).price);
        uint256 into = taking.valueDown(OpenFill.bought(s.assets[bought]).price);
        TradeRules.charge(s, r, id, navE32, out, into, true);
    }

    /// @dev What LOP was allowed before`,
      ],
    ],
  },
  'no-post-deltas': {
    [B]: [
      ['fill.sent = Math.max(decrease, fill.making);', 'fill.sent = fill.making; decrease;'],
      [
        'fill.received = Math.min(increase, Views.receivedUp(order.takingAmount, fill.making, order.makingAmount));',
        'fill.received = Views.receivedUp(order.takingAmount, fill.making, order.makingAmount); increase;',
      ],
    ],
  },
  'sent-not-clamped': { [B]: [['fill.sent = Math.max(decrease, fill.making);', 'fill.sent = decrease;']] },
  'received-not-clamped': {
    [B]: [
      [
        'fill.received = Math.min(increase, Views.receivedUp(order.takingAmount, fill.making, order.makingAmount));',
        'fill.received = increase;',
      ],
    ],
  },
  'executor-callable-by-anybody': {
    [EXECUTOR]: [['        require(msg.sender == balancer, NotBalancer(msg.sender));\n', '']],
  },
  'nav-taken-after': {
    [B]: [
      [
        '        Position memory out = OpenFill.sold(s.assets[sold]);\n',
        '        Position memory out = OpenFill.sold(s.assets[sold]);\n        fill.navE32 = Valuation.read(s, _env(), r.assetCount, 0, true).navE32;\n',
      ],
    ],
  },
  'refill-above-capacity': {
    [TRADE]: [
      [
        '        uint256 lossCapacity = Buckets.capacity(r.lossBpsPerDay);\n',
        '        uint256 lossCapacity = Buckets.capacity(r.lossBpsPerDay) * (1 days + block.timestamp - s.levels.settledAt) / 1 days;\n',
      ],
    ],
  },
  'generation-not-bumped-by-set-targets': {
    [B]: [
      [
        '        external\n        onlyOwnerUnlocked\n        bumping\n    {\n        Administration.setTargets',
        '        external\n        onlyOwnerUnlocked\n    {\n        Administration.setTargets',
      ],
    ],
  },
  'generation-bumped-after-the-change': {
    [B]: [['        _bump();\n        _;\n', '        _;\n        _bump();\n']],
  },
  'generation-not-checked-in-pre': {
    [B]: [['        require(given == r.generation, WrongGeneration(given, r.generation));\n', '']],
  },
  'pause-not-checked-in-pre': { [B]: [['        require(!r.paused, IsPaused());\n', '']] },
  'rounding-in-the-takers-favour': {
    [BUCKETS]: [
      [
        'return Math.mulDiv(cost, ONE_E18, whole, Math.Rounding.Ceil);',
        'return Math.mulDiv(cost, ONE_E18, whole);',
      ],
    ],
  },
  'order-hash-not-recomputed': {
    [ORDER]: [
      [
        '        if (OrderHash.hashOf(env.lop, order) != hash) return IBalancerTypes.OrderState.WrongHash;\n',
        '',
      ],
    ],
  },
  'pre-flag-not-required': {
    [ORDER]: [
      [
        '        if (rest != ALLOW_MULTIPLE | EPOCH',
        '        rest |= PRE;\n        if (rest != ALLOW_MULTIPLE | EPOCH',
      ],
    ],
  },
  'post-flag-not-required': {
    [ORDER]: [
      [
        '        if (rest != ALLOW_MULTIPLE | EPOCH',
        '        rest |= POST;\n        if (rest != ALLOW_MULTIPLE | EPOCH',
      ],
    ],
  },
  'router-allow-list-not-checked': {
    [SUMS]: [
      ['            require(s.isRouter[w.router], IBalancerErrors.RouterNotAllowed(w.router));\n', ''],
    ],
  },
  'fee-tail-not-pinned': {
    [ORDER]: [
      [
        'return keccak256(extension) == keccak256(_build(env.feeTaker, fee, recipients));',
        'return keccak256(_slice(extension, 0, extension.length - 20)) == keccak256(_slice(_build(env.feeTaker, fee, recipients), 0, extension.length - 20));',
      ],
    ],
  },
  'fee-ceiling-not-checked': {
    [ORDER]: [['integrator + resolver <= r.maxFeeBps * FEE_UNITS_PER_BPS && ', '']],
  },
  'extension-not-compared-in-pre': {
    [B]: [['            OrderRules.requireCanonical(s, _env(), extension);\n', '            extension;\n']],
  },
  'direction-of-the-sold-dropped': {
    [TRADE]: [
      [
        '        require(isAboveTarget(position, navE32), IBalancerErrors.SoldNotAboveTarget(position.token));\n',
        '',
      ],
    ],
  },
  'direction-of-the-bought-dropped': {
    [TRADE]: [
      [
        '        require(isBelowTarget(position, navE32), IBalancerErrors.BoughtNotBelowTarget(position.token));\n',
        '',
      ],
    ],
  },
  'overshoot-inside-the-band': {
    [TRADE]: [['uint256 floorBps = !outside ? target :', 'uint256 floorBps =']],
  },
  'cooldown-not-obeyed-when-buying': {
    [B]: [['        TradeRules.requireCoolToBuy(r, s.assets[bought]);\n', '']],
  },
  'cooldown-not-obeyed': { [B]: [['        TradeRules.requireCoolToSell(r, s.assets[sold]);\n', '']] },
  'cooldown-started-by-dust': { [B]: [['        if (full) {\n', '        if (full || !full) {\n']] },
  'order-minimum-dropped': {
    [B]: [['        require(whole >= minimum, OrderBelowMinimum(whole, minimum));\n', '        whole;\n']],
  },
  'fill-minimum-dropped': {
    [B]: [['        require(full || fill.making == fill.remaining, FillBelowMinimum(part, minimum));\n', '']],
  },
  'slippage-not-checked': { [B]: [['        TradeRules.requirePrice(r, fill.outE32, fill.inE32);\n', '']] },
  'proposal-slippage-not-checked': {
    [SUMS]: [['        TradeRules.requirePrice(r, outE32, inE32);\n', '']],
  },
  'loss-not-charged': {
    [TRADE]: [['        levels.lossE18 += uint64(lossE18);\n', '']],
  },
  'turnover-not-charged': { [TRADE]: [['        levels.turnoverE18 += uint64(fromBucket);\n', '']] },
  'one-off-allowance-not-used-up': {
    [TRADE]: [['        levels.oneOffE18 -= uint64(fromOneOff);\n', '']],
  },
  'guard-change-empties-the-bucket': {
    [ADMIN]: [
      [
        '        _settle(s, r);\n',
        '        Levels memory fresh;\n        fresh.settledAt = uint32(block.timestamp);\n        _store(s, fresh);\n',
      ],
    ],
  },
  'guard-change-settles-at-the-new-rate': {
    [ADMIN]: [
      ['        _settle(s, r);\n', ''],
      [
        '        s.rules = r;\n        emit IBalancerEvents.GuardSet(g);',
        '        _settle(s, r);\n        s.rules = r;\n        emit IBalancerEvents.GuardSet(g);',
      ],
    ],
  },
  'tokens-called-before-the-guard-is-stored': {
    [ADMIN]: [
      [
        '        r.maxSlippageBps = g.maxSlippageBps;\n',
        '        if (leavesBook) for (uint256 i; i < r.assetCount; ++i) zeroAllowance(env, s.assets[i].token);\n        r.maxSlippageBps = g.maxSlippageBps;\n',
      ],
      [
        '        // Last, for tokens are called: what their hooks do (pause, say) must not be overwritten by the copy above.\n        if (leavesBook) for (uint256 i; i < r.assetCount; ++i) zeroAllowance(env, s.assets[i].token);\n',
        '',
      ],
    ],
  },
  'allowance-not-taken-back': {
    [B]: [['        if (!r.publicBook) _leaveNoAllowance(IERC20(out.token));\n', '']],
  },
  'proposal-nonce-not-used': { [SIGNATURES]: [['        nonces[nonce >> 8] |= bit;\n', '']] },
  'proposal-prices-read-after': {
    [PROPOSAL]: [
      [
        '        SwapSums.judge(s, env, r, terms.digest, portfolio, sums);\n',
        '        Portfolio memory late = Valuation.read(s, env, r.assetCount, sums.soldMask | sums.boughtMask, true);\n        for (uint256 i; i < late.positions.length; ++i) portfolio.positions[i].price = late.positions[i].price;\n        SwapSums.judge(s, env, r, terms.digest, portfolio, sums);\n',
      ],
    ],
  },
  'proposal-credits-other-income': {
    [PROPOSAL]: [
      [
        '        uint256 gained = executor.swap(',
        '        uint256 before = IERC20(w.tokenOut).balanceOf(address(this));\n        uint256 gained = executor.swap(',
      ],
      [
        '        uint256 before = IERC20(w.tokenOut).balanceOf(address(this));\n        executor.sweep(w.tokenOut);',
        '        executor.sweep(w.tokenOut);',
      ],
      ['uint256 received = Math.min(gained, increase);', 'uint256 received = Math.max(gained, increase);'],
    ],
  },
  'executor-keeps-its-approval': { [EXECUTOR]: [['        IERC20(tokenIn).forceApprove(router, 0);\n', '']] },
  'untraded-age-not-checked': {
    [VALUE]: [['traded ? asset.heartbeat : asset.navMaxAge', 'traded ? asset.heartbeat : type(uint256).max']],
  },
  'router-may-be-an-asset': {
    [ADMIN]: [
      [
        '            require(asset.token != router && asset.feed != router, IBalancerErrors.ForbiddenRouter(router));\n',
        '            asset;\n',
      ],
    ],
  },
  'a-broken-token-gets-nearly-all-the-gas': { [CALLS]: [['SHARE = 4;', 'SHARE = 1;']] },
  'too-little-gas-passes-for-a-broken-token': {
    [CALLS]: [['        require(done || given >= ENOUGH_GAS,', '        require(done || !done,']],
  },
  'one-portfolio-may-use-the-whole-readings-gas': {
    [LENS]: [['switch staticcall(PORTFOLIO_GAS, address()', 'switch staticcall(gas(), address()']],
  },
  'removed-asset-keeps-its-allowance': {
    [ADMIN]: [
      [
        '        zeroAllowance(env, token);\n        emit IBalancerEvents.AssetRemoved',
        '        env;\n        emit IBalancerEvents.AssetRemoved',
      ],
    ],
  },
  'fresh-answers-traded-on': {
    [VALUE]: [['terms.minAge = traded ? env.answerAgeMin : 0;', 'terms.minAge = 0;']],
  },
  'untraded-answers-must-age-too': {
    [VALUE]: [['terms.minAge = traded ? env.answerAgeMin : 0;', 'terms.minAge = env.answerAgeMin;']],
  },
  'another-holders-balances-judged': {
    [VALUE]: [['balanceOf(env.holder)', 'balanceOf(address(this))']],
  },
  'twins-listed': {
    [ADMIN]: [
      [
        '        require(twins.mask == 0, IBalancerErrors.TwinTokens(twins.first, twins.second));\n',
        '        twins;\n',
      ],
    ],
  },
  'twins-by-supply-alone': {
    [TWINS]: [['            if (_tryWord(b, call) != balance) return false;\n', '']],
  },
  'twins-before-anybody-holds-any': { [TWINS]: [['if (balance != 0) held = true;', 'held = true;']] },
  'twins-with-no-supply': { [TWINS]: [['            if (supplies[i] == 0) continue;\n', '']] },
  'lens-silent-about-twins': {
    [LENS]: [['if (twins & (1 << i) != 0) state', 'if (twins & (1 << i) != 0 && i > 16) state']],
  },
  'changed-decimals-listed-again': {
    [ADMIN]: [['kept.token == address(0) || decimals == kept.decimals', 'kept.token == address(0) || true']],
  },
  'lens-silent-about-changed-decimals': {
    [LENS]: [['if (!known || decimals != a.decimals) state', 'if (!known) state']],
  },
  'lens-silent-about-lost-decimals': {
    [LENS]: [['if (!known || decimals != a.decimals) state', 'if (known && decimals != a.decimals) state']],
  },
  'share-feed-may-drop-by-500-bps': { [MARKS]: [['MAX_DROP_BPS = 25;', 'MAX_DROP_BPS = 500;']] },
  'share-feed-may-grow-by-100-bps-a-day': {
    [MARKS]: [['MAX_GROWTH_BPS_PER_DAY = 10;', 'MAX_GROWTH_BPS_PER_DAY = 100;']],
  },
  'a-poke-spends-all-the-growth': {
    [MARKS]: [['block.timestamp - credit(spentUntil) + spent);', 'spent * 0 + block.timestamp);']],
  },
  'a-share-saves-up-growth': {
    [MARKS]: [
      ['return Math.min(block.timestamp - spentUntil, 1 days);', 'return block.timestamp - spentUntil;'],
    ],
  },
  'a-creation-sent-first-stops-the-relayer': {
    [FACTORY]: [['require(!there || IBalancer(portfolio).owner() == owner, ', 'require(!there, ']],
  },
  'deposits-go-to-whoever-owns-it-now': {
    [FACTORY]: [['require(!there || IBalancer(portfolio).owner() == owner, ', 'require(!there || true, ']],
  },
  'created-twice': {
    [FACTORY]: [['        require(!there, AlreadyCreated(portfolio));\n', '        there;\n']],
  },
  'order-hash-not-compared-with-lops': { [B]: [['        OrderHash.requireSame(lop);\n', '']] },
  'order-hash-of-one-chain': { [HASH]: [['block.chainid', '31337']] },
  'pre-and-post-mix-up-balances': { [OPEN_FILL]: [['BOUGHT_BALANCE = 4;', 'BOUGHT_BALANCE = 2;']] },
  'allowance-left-by-tokens-that-dont-count-down': {
    [B]: [
      [
        'if (token.allowance(address(this), LOP) != 0) token',
        'if (token.allowance(address(this), LOP) == 1) token',
      ],
    ],
  },
  'a-key-of-zero-signs': {
    [SIGNATURES]: [['failure == ECDSA.RecoverError.NoError && recovered == key', 'recovered == key']],
  },
};
