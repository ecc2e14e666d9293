// Mutants of delegated accounts, in the shape of list.cjs: for each rule of docs/decisions/0095-delegated-accounts.md, in its order.
const CLONE = 'DelegatedBalancer.sol';
const FACTORY = 'DelegatedFactory.sol';
const HANDS = 'DelegatedExecutor.sol';
const RUN = 'libraries/DelegatedProposals.sol';
const LENS = 'DelegatedLens.sol';

const one = (file, from, to) => ({ [file]: [[from, to]] });

module.exports = {
  // 1: the address is the configuration
  'delegated-an-address-without-its-guardian': one(
    FACTORY,
    'keccak256(abi.encode(account, guardian, index, config))',
    'keccak256(abi.encode(account, index, config))',
  ),
  'delegated-an-address-without-its-configuration': one(
    FACTORY,
    'keccak256(abi.encode(account, guardian, index, config))',
    'keccak256(abi.encode(account, guardian, index, config.signer))',
  ),
  'delegated-a-public-book': one(CLONE, '        require(!s.rules.publicBook, PublicBookRefused());\n', ''),
  'delegated-a-one-off': one(CLONE, 'require(oneOffBps == 0, OneOffRefused());', 'oneOffBps;'),
  'delegated-no-guardian': one(
    CLONE,
    'account != address(0) && guardian != address(0)',
    'account != address(0)',
  ),
  'delegated-initialised-by-anybody-later': one(
    CLONE,
    '        external\n        initializer\n',
    '        external\n',
  ),
  // 2: targets and signer
  'delegated-anybody-sets': one(
    CLONE,
    '        require(msg.sender == account, NotAccount(msg.sender));\n',
    '',
  ),
  'delegated-set-while-locked': one(
    CLONE,
    '        require(msg.sender == account, NotAccount(msg.sender));\n        require(OpenFill.lock() == 0, IsLocked());\n',
    '        require(msg.sender == account, NotAccount(msg.sender));\n',
  ),
  'delegated-set-for-any-generation': one(
    CLONE,
    '        require(given == s.rules.generation, WrongGeneration(given, s.rules.generation));\n',
    '        given;\n',
  ),
  'delegated-a-change-does-not-bump': one(
    CLONE,
    'WrongGeneration(given, s.rules.generation));\n        _bump();\n',
    'WrongGeneration(given, s.rules.generation));\n',
  ),
  // 3: pause, bump, unpause
  'delegated-anybody-pauses': one(
    CLONE,
    '            require(msg.sender == s.signer, NotAccountGuardianOrSigner(msg.sender));\n',
    '',
  ),
  'delegated-the-guardian-may-not-pause': one(
    CLONE,
    'if (msg.sender != account && msg.sender != guardian) {',
    'if (msg.sender != account) {',
  ),
  'delegated-the-signer-bumps-a-paused-one': one(
    CLONE,
    '            require(!s.rules.paused, IsPaused());\n',
    '',
  ),
  'delegated-a-pause-of-nothing': one(CLONE, '        }\n        _requireCurrentClone();\n', '        }\n'),
  'delegated-a-pause-does-not-bump': one(
    CLONE,
    '        }\n        _requireCurrentClone();\n        _bump();\n',
    '        }\n        _requireCurrentClone();\n',
  ),
  'delegated-a-retired-one-is-unpaused': one(
    CLONE,
    '        _requireCurrentClone();\n        s.rules.paused = false;',
    '        s.rules.paused = false;',
  ),
  // 4: one current clone
  'delegated-the-former-goes-on': one(
    FACTORY,
    '        if (line.current != address(0)) _retire(account, line);\n',
    '',
  ),
  'delegated-retired-is-not-paused': one(
    CLONE,
    '        _pause();\n        emit Retired();',
    '        emit Retired();',
  ),
  'delegated-anybody-retires': one(
    CLONE,
    '        require(msg.sender == s.factory, NotFactory(msg.sender));\n',
    '',
  ),
  'delegated-created-out-of-turn': one(
    FACTORY,
    '        require(index == lines[msg.sender].count, WrongIndex(index, lines[msg.sender].count));\n',
    '',
  ),
  'delegated-retired-out-of-turn': one(
    FACTORY,
    'line.current != address(0) && index + 1 == line.count',
    'line.current != address(0)',
  ),
  'delegated-a-creation-lies-about-for-ever': one(
    FACTORY,
    '        require(deadline <= latest, DeadlineTooFar(deadline, latest));\n',
    '        latest;\n',
  ),
  'delegated-a-creation-after-its-deadline': one(
    FACTORY,
    '        require(block.timestamp <= deadline, SignatureExpired(deadline));\n',
    '',
  ),
  'delegated-a-creation-signed-by-anybody': one(
    FACTORY,
    'require(Signatures.isSigned(account, account, digest, signature), BadAccountSignature(account));',
    'digest; signature;',
  ),
  'delegated-a-creation-for-any-account': one(
    FACTORY,
    'CREATE_TYPEHASH, account, implementation, guardian,',
    'CREATE_TYPEHASH, address(0), implementation, guardian,',
  ),
  'delegated-a-creation-answers-with-a-retired-one': one(
    FACTORY,
    '        require(clone == line.current, WrongIndex(index, line.count));\n',
    '',
  ),
  'delegated-born-trading': one(FACTORY, 'bool bornPaused = index != 0 &&', 'bool bornPaused = false &&'),
  'delegated-born-trading-after-a-retirement': one(
    FACTORY,
    '(line.current == address(0) || IDelegatedBalancer(line.current).paused())',
    '(line.current != address(0) && IDelegatedBalancer(line.current).paused())',
  ),
  'delegated-predecessors-are-forgotten': one(FACTORY, '        _requireNoneElsewhere(account);\n', ''),
  // 5: nothing to spend at first
  'delegated-born-with-the-days-loss': one(
    CLONE,
    '        s.levels.lossE18 = uint64(Buckets.capacity(s.rules.lossBpsPerDay));\n',
    '',
  ),
  'delegated-born-with-the-days-turnover': one(
    CLONE,
    '        s.levels.turnoverE18 = uint64(Buckets.capacity(s.rules.turnoverBpsPerDay));\n',
    '',
  ),
  // 6: who can't be what
  'delegated-the-machinery-is-an-account': one(
    CLONE,
    '        require(!_isMachinery(account) && account != LOP, ForbiddenAccount(account));\n',
    '',
  ),
  'delegated-a-clone-is-an-account': one(CLONE, ' || IDelegatedFactory(s.factory).isClone(a);', ';'),
  'delegated-the-clone-is-its-guardian': one(
    CLONE,
    '        require(guardian != address(this) && guardian != s.executor, ForbiddenGuardian(guardian));\n',
    '',
  ),
  'delegated-the-machinery-is-a-router': one(
    CLONE,
    '_isMachinery(router) || router == account || router == guardian',
    'router == account || router == guardian',
  ),
  'delegated-the-account-is-a-router': one(
    CLONE,
    '_isMachinery(router) || router == account || router == guardian',
    '_isMachinery(router) || router == guardian',
  ),
  'delegated-the-guardian-is-a-router': one(
    CLONE,
    '_isMachinery(router) || router == account || router == guardian',
    '_isMachinery(router) || router == account',
  ),
  // 7: signed, in time, once
  'delegated-the-account-is-asked': one(
    RUN,
    'Signatures.isSignedByKey(s.signer, terms.digest, signature)',
    'Signatures.isSigned(s.signer, env.holder, terms.digest, signature)',
  ),
  'delegated-a-proposal-signed-by-anybody': one(
    RUN,
    '        require(\n            Signatures.isSignedByKey(s.signer, terms.digest, signature), IBalancerErrors.BadProposalSignature()\n        );\n',
    '',
  ),
  'delegated-a-paused-one-trades': one(RUN, '        require(!r.paused, IBalancerErrors.IsPaused());\n', ''),
  'delegated-at-any-time': one(
    RUN,
    '        Signatures.requireCurrent(r.generation, r.orderTtlMax, terms.generation, terms.deadline);\n',
    '',
  ),
  'delegated-again-and-again': one(RUN, '        Signatures.useNonce(s.nonces, terms.nonce);\n', ''),
  'delegated-no-lock': one(CLONE, '        OpenFill.setLock(digest);\n', ''),
  // 8: prices once
  'delegated-prices-are-read-again': one(
    RUN,
    '        SwapSums.judge(s, env, r,',
    '        Portfolio memory after_ = Valuation.read(s, env, r.assetCount, sums.soldMask | sums.boughtMask, true);\n        for (uint256 i; i < seen.positions.length; ++i) seen.positions[i].price = after_.positions[i].price;\n        SwapSums.judge(s, env, r,',
  ),
  // 9: the pull
  'delegated-contexts-are-not-counted': one(
    RUN,
    '        require(\n            contexts.length == swaps.length, IDelegatedErrors.ContextsMismatch(contexts.length, swaps.length)\n        );\n',
    '',
  ),
  'delegated-a-chain-of-links': one(
    RUN,
    '        require(links.length == 1, IDelegatedErrors.NotOneDelegation(links.length));\n',
    '',
  ),
  'delegated-not-by-the-account-itself': one(
    RUN,
    '        require(delegation.authority == ROOT, IDelegatedErrors.NotRootDelegation(delegation.authority));\n',
    '',
  ),
  'delegated-by-anybody': one(
    RUN,
    '        require(delegation.delegator == account, IDelegatedErrors.WrongDelegator(delegation.delegator));\n',
    '',
  ),
  'delegated-to-anybody': one(
    RUN,
    '        require(delegation.delegate == address(this), IDelegatedErrors.WrongDelegate(delegation.delegate));\n',
    '',
  ),
  'delegated-the-accounts-code-is-believed': one(
    RUN,
    'pulled >= w.amountIn || w.amountIn - pulled <= MISSING_UNITS_MAX',
    'true',
  ),
  'delegated-a-third-unit-may-be-missing': one(RUN, 'MISSING_UNITS_MAX = 2;', 'MISSING_UNITS_MAX = 3;'),
  'delegated-no-unit-may-be-missing': one(RUN, 'MISSING_UNITS_MAX = 2;', 'MISSING_UNITS_MAX = 1;'),
  // 10: sweep
  'delegated-swept-to-the-clone': one(HANDS, '        return receiver;', '        return balancer;'),
  'delegated-what-is-left-stays': one(RUN, '        executor.sweep(w.tokenIn);\n', ''),
  // 11: received
  'delegated-all-that-came-counts': one(RUN, 'Math.min(gained, increase)', 'Math.max(gained, increase)'),
  'delegated-the-least-is-not-held-to': one(
    RUN,
    '        require(received >= w.minOut, IBalancerErrors.ReceivedTooLittle(w.tokenOut, received, w.minOut));\n',
    '',
  ),
  'delegated-its-own-tokens-count': one(
    RUN,
    '            sums.received[i] = Math.min(sums.received[i], left - position.balance);\n',
    '',
  ),
  // 12: sent
  'delegated-other-tokens-may-go': one(
    RUN,
    'left >= position.balance, IDelegatedErrors.OtherTokenLess',
    'true, IDelegatedErrors.OtherTokenLess',
  ),
  // 13: judged, and nothing written back
  'delegated-nothing-is-judged': one(
    RUN,
    '        SwapSums.judge(s, env, r, terms.digest, seen, sums);\n',
    '',
  ),
  'delegated-the-rules-are-written-back': one(
    RUN,
    '        SwapSums.judge(s, env, r, terms.digest, seen, sums);\n',
    '        SwapSums.judge(s, env, r, terms.digest, seen, sums);\n        s.rules = r;\n',
  ),
  'delegated-rescued-while-locked': one(
    CLONE,
    'function rescue(address token) external whenUnlocked {',
    'function rescue(address token) external {',
  ),
  // the lens
  'delegated-lens-balances-of-the-contract': one(LENS, '_asset(state.owner,', '_asset(clone,'),
  'delegated-lens-the-guardian-as-the-owner': one(
    LENS,
    '(b.account(), b.guardian(), b.authorizedSigner())',
    '(b.guardian(), b.account(), b.authorizedSigner())',
  ),
  'delegated-lens-nobody-signs': one(LENS, 'b.authorizedSigner());', 'address(0));'),
  'delegated-lens-the-executor-as-the-factory': one(
    LENS,
    '(b.executor(), b.factory())',
    '(b.factory(), b.executor())',
  ),
  'delegated-lens-another-router': one(LENS, 'state.limitOrderProtocol = b.limitOrderProtocol();', ''),
  'delegated-lens-locked-as-paused': one(LENS, '(b.paused(), b.locked(), ', '(b.locked(), b.paused(), '),
  'delegated-lens-no-generation': one(LENS, 'b.locked(), b.generation())', 'b.locked(), 0)'),
  'delegated-lens-no-limits': one(
    LENS,
    '(state.guard, state.budgets) = (b.guard(), b.budgets());',
    'state.guard = b.guard();',
  ),
  'delegated-lens-no-nonces': one(LENS, '(b.nonceWord(0), b.routers())', '(0, b.routers())'),
  'delegated-lens-other-nonces': one(LENS, 'b.nonceWord(0)', 'b.nonceWord(1)'),
  'delegated-lens-allowances-of-the-account': one(
    LENS,
    '            state.assets[i].lopAllowance = 0;\n',
    '',
  ),
  'delegated-lens-no-twins': one(LENS, 'if (twins & (1 << i) != 0) ', 'if (false) '),
  'delegated-lens-twins-by-the-contract': one(
    LENS,
    '[clone, state.owner, state.limitOrderProtocol]',
    '[clone, clone, state.limitOrderProtocol]',
  ),
  'delegated-lens-everybody-a-twin': one(LENS, 'if (twins & (1 << i) != 0) ', 'if (twins != 0) '),
  'delegated-lens-not-ok': one(
    LENS,
    '(state.ok, state.portfolio) = (true, clone);',
    'state.portfolio = clone;',
  ),
};
