// Mutants of the cash portfolio, in the shape of list.cjs: one for each rule of docs/decisions/0080-cash-portfolios.md.
const PORTFOLIO = 'CashPortfolio.sol';
const FACTORY = 'CashFactory.sol';
const LENS = 'CashLens.sol';
const MOVES = 'cash/CashMoves.sol';
const VALUE = 'cash/CashValue.sol';
const BRIDGE = 'libraries/CashBridge.sol';
const CHARGES = 'cash/CashCharges.sol';
const RULES = 'libraries/CashRulebook.sol';
const CALLS = 'libraries/Calls.sol';

const one = (file, from, to) => ({ [file]: [[from, to]] });

module.exports = {
  // value
  'cash-a-vault-counts-what-it-says': one(
    VALUE,
    'r.worth = Math.min(worthDown(shares, r.counting, v.decimals), v.given);',
    'r.worth = worthDown(shares, r.counting, v.decimals);',
  ),
  'cash-a-fallen-vault-counts': one(
    VALUE,
    'if (Marks.fell(live, v.mark, Marks.MAX_DROP_BPS)) {',
    'if (live == 0) {',
  ),
  'cash-a-rate-counts-beyond-its-mark': one(
    VALUE,
    'r.counting = Marks.counting(live, v.mark, Marks.MAX_GROWTH_BPS_PER_DAY, v.spentUntil);',
    'r.counting = live;',
  ),
  'cash-any-balance-is-read': one(
    VALUE,
    'shares / oneShare > type(uint128).max || live > type(uint96).max',
    'live > type(uint96).max',
  ),
  'cash-any-rate-is-read': one(
    VALUE,
    'shares / oneShare > type(uint128).max || live > type(uint96).max',
    'shares / oneShare > type(uint128).max',
  ),
  'cash-one-unread-vault-stops-all': one(
    VALUE,
    '            r.state = ICashTypes.VaultState.Unread;\n            return r;',
    '            revert();',
  ),
  'cash-too-little-gas-makes-a-vault-unread': one(
    CALLS,
    'require(most >= given, IBalancerErrors.TooLittleGas(most, given));',
    'if (most < given) given = most;',
  ),
  'cash-a-vault-eats-all-the-gas': one(
    CALLS,
    '        uint256 size;\n        assembly ("memory-safe") {\n            done := staticcall(given, token, add(data, 0x20), mload(data), 0, 0x20)\n            size := returndatasize()\n            word := mload(0)\n        }\n        uint256 used',
    '        uint256 size;\n        assembly ("memory-safe") {\n            done := staticcall(gas(), token, add(data, 0x20), mload(data), 0, 0x20)\n            size := returndatasize()\n            word := mload(0)\n        }\n        uint256 used',
  ),
  'cash-a-poke-lowers-the-mark': one(
    VALUE,
    'store(v, mark, v.given, until);',
    'store(v, Math.min(mark, live), v.given, until);',
  ),
  'cash-a-move-does-not-poke': one(MOVES, '        CashValue.poke(v, r.live);\n', ''),
  // deposits and redemptions
  'cash-a-refused-vault-is-moved': one(
    MOVES,
    '        require(r.state == ICashTypes.VaultState.Ok, ICashErrors.VaultRefused(m.vault, r.state));\n',
    '',
  ),
  'cash-shares-leave-at-the-rate-read': one(
    MOVES,
    'b.leaving = Math.max(v.mark, r.live) + 1;',
    'b.leaving = r.live + 1;',
  ),
  'cash-shares-leave-at-the-mark': one(
    MOVES,
    'b.leaving = Math.max(v.mark, r.live) + 1;',
    'b.leaving = v.mark + 1;',
  ),
  'cash-shares-leave-without-the-unit': one(
    MOVES,
    'b.leaving = Math.max(v.mark, r.live) + 1;',
    'b.leaving = Math.max(v.mark, r.live);',
  ),
  'cash-shares-arrive-at-the-rate-before': one(MOVES, 'Math.min(b.counting, sums.live)', 'b.counting'),
  'cash-what-stays-may-fall': one(
    MOVES,
    'if (sums.live < b.live) loss += CashValue.worthUp(sums.stay, b.live - sums.live, v.decimals);',
    '',
  ),
  'cash-what-stays-may-be-left-fallen': one(
    MOVES,
    '!Marks.fell(sums.live, v.mark, Marks.MAX_DROP_BPS)',
    'sums.live != 0',
  ),
  'cash-the-last-shares-are-looked-after': one(
    MOVES,
    'sums.live = sums.stay == 0 ? b.live : _liveAfter(v);',
    'sums.live = _liveAfter(v); if (sums.stay == 0) sums.stay = 1;',
  ),
  'cash-income-counts-as-paid': one(
    MOVES,
    'sums.into = Math.min(_increase(b.held, usdc), said);',
    'sums.into = _increase(b.held, usdc); said;',
  ),
  'cash-a-vaults-word-counts-as-paid': one(
    MOVES,
    'sums.into = Math.min(_increase(b.held, usdc), said);',
    'sums.into = said;',
  ),
  'cash-shares-that-come-anyhow-count': one(
    MOVES,
    'Math.min(_increase(b.shares, m.vault), said);',
    '_increase(b.shares, m.vault); said;',
  ),
  'cash-shares-count-as-told': one(MOVES, 'Math.min(_increase(b.shares, m.vault), said);', 'said;'),
  'cash-only-the-signed-shares-are-sent': one(
    MOVES,
    'uint256 sent = Math.max(m.amount, _decrease(b.shares, m.vault));',
    'uint256 sent = m.amount;',
  ),
  'cash-only-what-left-is-sent': one(
    MOVES,
    'uint256 sent = Math.max(m.amount, _decrease(b.shares, m.vault));',
    'uint256 sent = _decrease(b.shares, m.vault);',
  ),
  'cash-no-least-shares': one(
    MOVES,
    '        require(gained >= m.least, IBalancerErrors.ReceivedTooLittle(m.vault, gained, m.least));\n',
    '',
  ),
  'cash-no-least-assets': one(
    MOVES,
    '        require(sums.into >= m.least, IBalancerErrors.ReceivedTooLittle(usdc, sums.into, m.least));\n',
    '',
  ),
  'cash-an-allowance-stays': one(
    MOVES,
    '        require(left == 0, ICashErrors.AllowanceLeft(m.vault, left));\n',
    '        left;\n',
  ),
  'cash-no-cap': one(
    MOVES,
    '        require(given <= most, ICashErrors.AboveVaultCap(m.vault, given, most));\n',
    '        most;\n',
  ),
  'cash-the-cap-is-on-what-is-read': one(
    MOVES,
    'uint256 given = v.given + sums.out;',
    'uint256 given = Math.min(v.given, CashValue.worthDown(b.shares, b.counting, v.decimals)) + sums.out;',
  ),
  'cash-what-is-paid-back-is-given-still': one(
    MOVES,
    'v.given > sums.into ? v.given - sums.into : 0',
    'v.given',
  ),
  'cash-no-least-move': one(
    MOVES,
    'require(sums.whole || sums.out >= least, ',
    'require(true || sums.out >= least, ',
  ),
  'cash-the-last-shares-are-too-few': one(
    MOVES,
    'require(sums.whole || sums.out >= least, ',
    'require(sums.out >= least, ',
  ),
  'cash-a-move-may-lose-anything': one(
    MOVES,
    '        require(loss <= most, ICashErrors.MoveLosesTooMuch(loss, most));\n',
    '        most;\n',
  ),
  'cash-an-empty-portfolio-moves': one(
    MOVES,
    '        require(b.value != 0, ICashErrors.EmptyValue());\n',
    '',
  ),
  'cash-no-cooldown-to-redeem': one(MOVES, '        _requireCool(s, m.vault, v.depositedAt);\n', ''),
  'cash-no-cooldown-to-deposit': one(MOVES, '        _requireCool(s, m.vault, v.redeemedAt);\n', ''),
  'cash-no-turnover-charged': one(MOVES, 'Cost(loss, sums.out, 0)', 'Cost(loss, 0, 0)'),
  'cash-no-loss-charged': one(MOVES, 'Cost(loss, sums.out, 0)', 'Cost(0, sums.out, 0)'),
  // buckets
  'cash-a-full-bucket-refuses-what-it-does-not-count': one(CHARGES, 'bridgeE18 == 0 || ', ''),
  'cash-no-loss-budget': one(CHARGES, 'lossE18 == 0 || levels.lossE18 + lossE18 <= capacityE18', 'true'),
  'cash-no-turnover-budget': one(
    CHARGES,
    'turnoverE18 == 0 || levels.turnoverE18 + turnoverE18 <= capacityE18',
    'true',
  ),
  'cash-no-bridge-budget': one(
    CHARGES,
    'bridgeE18 == 0 || levels.bridgeE18 + bridgeE18 <= capacityE18',
    'true',
  ),
  'cash-a-new-limit-refills': one(
    RULES,
    '        CashCharges.settle(s);\n        CashRules storage r = s.rules;',
    '        delete s.levels;\n        CashRules storage r = s.rules;',
  ),
  'cash-time-drains-at-the-new-limit': one(
    RULES,
    '        CashCharges.settle(s);\n        CashRules storage r = s.rules;',
    '        CashRules storage r = s.rules;',
  ),
  // bridging
  'cash-a-fee-is-free': one(BRIDGE, 'Cost(w.maxFee, 0, w.amount)', 'Cost(0, 0, w.amount)'),
  'cash-a-bridging-is-free': one(BRIDGE, 'Cost(w.maxFee, 0, w.amount)', 'Cost(w.maxFee, 0, 0)'),
  'cash-any-fee': one(
    BRIDGE,
    '        require(w.maxFee <= most, ICashErrors.FeeTooHigh(w.maxFee, most));\n',
    '        most;\n',
  ),
  'cash-any-sibling-of-the-domain': one(
    BRIDGE,
    '        require(sibling.account == w.sibling, ICashErrors.WrongSibling(w.domain, w.sibling));\n',
    '',
  ),
  'cash-a-sibling-for-ever': one(
    BRIDGE,
    '        require(block.timestamp < sibling.openUntil, ICashErrors.SiblingNotOpen(w.domain, sibling.openUntil));\n',
    '',
  ),
  'cash-no-cooldown-to-bridge': one(
    BRIDGE,
    '        require(until <= block.timestamp, ICashErrors.BridgeCoolingDown(until));\n',
    '        until;\n',
  ),
  'cash-two-bridgings-in-a-second': one(
    BRIDGE,
    '        require(s.levels.bridgedAt != block.timestamp, ICashErrors.BridgeCoolingDown(block.timestamp + 1));\n',
    '',
  ),
  'cash-dust-is-bridged': one(
    BRIDGE,
    '        require(w.amount >= least, ICashErrors.MoveTooSmall(w.amount, least));\n',
    '        least;\n',
  ),
  'cash-ten-dollars-are-no-least': one(
    BRIDGE,
    'Math.max(LEAST_BRIDGED, Math.ceilDiv(r.minMoveBps * value, BPS))',
    'Math.ceilDiv(r.minMoveBps * value, BPS)',
  ),
  'cash-an-empty-portfolio-bridges': one(
    BRIDGE,
    '        require(value != 0, ICashErrors.EmptyValue());\n',
    '',
  ),
  'cash-the-messenger-keeps-an-allowance': one(
    BRIDGE,
    '        require(left == 0, ICashErrors.AllowanceLeft(env.messenger, left));\n',
    '        left;\n',
  ),
  'cash-the-messenger-takes-another-amount': one(
    BRIDGE,
    '        require(burnt == w.amount, ICashErrors.BurntOtherAmount(burnt, w.amount));\n',
    '        burnt;\n',
  ),
  'cash-fast-finality': one(BRIDGE, 'FINALITY = 2000;', 'FINALITY = 1000;'),
  // siblings
  'cash-tested-twice': one(
    BRIDGE,
    '        require(sibling.testedAt == 0, ICashErrors.AlreadyTested(domain));\n',
    '',
  ),
  'cash-opened-untested': one(
    BRIDGE,
    '        require(from != 0 && block.timestamp >= from, ICashErrors.TestTooYoung(domain, from));\n',
    '        from;\n',
  ),
  'cash-opened-at-once': one(BRIDGE, 'TEST_AGE = 1 hours;', 'TEST_AGE = 0;'),
  'cash-open-for-ever': one(BRIDGE, ' && until <= block.timestamp + MAX_OPEN', ''),
  'cash-naming-anew-keeps-it-open': one(
    BRIDGE,
    '            s.siblings[index] = named;\n',
    '            s.siblings[index].account = account;\n',
  ),
  'cash-a-sibling-at-home': one(
    BRIDGE,
    '        require(domain != env.localDomain, ICashErrors.ForbiddenDomain(domain));\n',
    '',
  ),
  'cash-a-new-owner-keeps-the-siblings': one(PORTFOLIO, '        CashBridge.closeAll(s);\n', ''),
  'cash-a-new-owner-keeps-the-signer': one(PORTFOLIO, '        CashRulebook.setSigner(s, address(0));\n', ''),
  'cash-naming-does-not-bump': one(
    PORTFOLIO,
    'function setSibling(uint32 domain, address sibling) external onlyOwnerUnlocked bumping {',
    'function setSibling(uint32 domain, address sibling) external onlyOwnerUnlocked {',
  ),
  'cash-only-the-owner-closes': one(
    PORTFOLIO,
    'function closeSibling(uint32 domain) external onlyOwnerOrSigner bumping {',
    'function closeSibling(uint32 domain) external onlyOwnerUnlocked bumping {',
  ),
  // who and when
  'cash-no-lock': one(PORTFOLIO, '        OpenFill.setLock(id);\n', ''),
  'cash-moves-while-paused': one(
    PORTFOLIO,
    '        require(!s.rules.paused, IBalancerErrors.IsPaused());\n',
    '',
  ),
  'cash-anybody-signs': one(
    PORTFOLIO,
    '        require(Signatures.isSigned(s.signer, owner(), id, signature), IBalancerErrors.BadProposalSignature());\n',
    '        signature;\n',
  ),
  'cash-signed-once-moved-often': one(PORTFOLIO, '        Signatures.useNonce(s.nonces, terms.nonce);\n', ''),
  'cash-a-redemption-is-signed-as-a-deposit': one(
    PORTFOLIO,
    '"Redeem(address vault,uint256 shares,uint256 minAssets,',
    '"Deposit(address vault,uint256 assets,uint256 minShares,',
  ),
  // the owner
  'cash-a-new-cap-lists-anew': one(
    RULES,
    'if (index == CashValue.NOT_FOUND) index = _list(s, env, config);',
    'if (index == CashValue.NOT_FOUND) index = _list(s, env, config); else CashValue.store(s.vaults[index], CashValue.readVault(s.vaults[index], CashValue.READ_GAS).live, 0, block.timestamp);',
  ),
  'cash-any-rate-is-accepted': one(
    RULES,
    'require(r.live >= least && r.live <= rateMax, ',
    'require(r.live >= LEAST_RATE, ',
  ),
  'cash-a-coarse-rate-is-listed': one(
    RULES,
    'uint256 least = Math.max(rateMin, LEAST_RATE);',
    'uint256 least = rateMin;',
  ),
  'cash-another-asset': one(
    RULES,
    '        require(asset == env.usdc, ICashErrors.AssetNotUsdc(vault, asset));\n',
    '',
  ),
  'cash-any-part-of-the-machinery-is-a-vault': one(
    RULES,
    'require(!ours && vault != env.usdc, ',
    'require(true, ',
  ),
  'cash-nine-vaults': one(
    RULES,
    '        require(index < MAX_VAULTS, ICashErrors.TooManyVaults(MAX_VAULTS));\n',
    '',
  ),
  'cash-all-shares-are-accepted': one(RULES, 'Math.min(r.shares, sharesMax)', 'r.shares'),
  'cash-an-exit-for-anything': one(
    PORTFOLIO,
    '        require(received >= minAssets, IBalancerErrors.ReceivedTooLittle(USDC, received, minAssets));\n',
    '',
  ),
  'cash-assets-are-rescued': one(
    PORTFOLIO,
    '        require(!_isAsset(token), IBalancerErrors.IsAsset(token));\n',
    '',
  ),
  // factory and lens
  'cash-an-address-without-its-configuration': one(
    FACTORY,
    'keccak256(abi.encode(owner, salt, config))',
    'keccak256(abi.encode(owner, salt))',
  ),
  'cash-anybody-creates-for-an-owner': one(
    FACTORY,
    '        require(SignatureChecker.isValidSignatureNow(owner, digest, signature), BadOwnerSignature(owner));\n',
    '        digest;\n',
  ),
  'cash-deposits-go-to-whoever-owns-it-now': one(
    FACTORY,
    'require(!there || ICashPortfolio(portfolio).owner() == owner, ',
    'require(!there || true, ',
  ),
  'cash-one-portfolio-silences-the-lens': one(
    LENS,
    '            } catch {\n                states[count].portfolio = portfolios[count];\n            }',
    '            } catch {\n                revert();\n            }',
  ),
};
