// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { IDelegatedErrors } from "../contracts/interfaces/IDelegatedBalancer.sol";
import { Caveat, Delegation } from "../contracts/interfaces/IDelegationManager.sol";
import { TestFeed } from "../contracts/local/TestFeed.sol";
import { DelegatedFixture } from "./support/DelegatedFixture.sol";
import { IManager } from "./support/Framework.sol";

/// @dev Code that somebody put behind the account: yes to every signature, and does nothing that it is asked to.
contract YesSayer {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return IERC1271.isValidSignature.selector;
    }

    function executeFromExecutor(bytes32, bytes calldata) external pure returns (bytes[] memory) {
        return new bytes[](1);
    }
}

/// @dev Moves a few units less than it is told to, as tokens do that count in shares.
contract ShyToken {
    uint8 public constant decimals = 6;
    uint256 public totalSupply;
    uint256 public short;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    function mint(address to, uint256 amount) external {
        totalSupply += amount;
        balanceOf[to] += amount;
    }

    function setShort(uint256 units) external {
        short = units;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transfer(address to, uint256 amount) public returns (bool) {
        amount = amount > short ? amount - short : amount;
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

/// @title Rules 7 to 13 of docs/decisions/0095: each broken alone in an otherwise good leg, and the error that names it
/// forge-config: default.evm_version = "prague"
contract DelegatedRulesTest is DelegatedFixture {
    address private constant ANY_DELEGATE = address(0xa11);

    function setContext(Delegation memory d, uint256 key) private returns (Proposal memory p) {
        p = propose(one(goodSwap()));
        p.contexts[0] = contextOf(signDelegation(d, key));
    }

    function goodDelegation() private returns (Delegation memory) {
        return delegationOf(account, address(clone), address(usdc), 60_000e6);
    }

    // ── 7: signed by the signer's key, in time, once, one at a time ─────────────────────────────────────────────────

    function test_7_onlyTheSignersKeySigns() external {
        Proposal memory p = propose(one(goodSwap()));
        signProposal(p, OWNER_KEY);
        sendFails(p, IBalancerErrors.BadProposalSignature.selector);
        vm.etch(account, type(YesSayer).runtimeCode);
        p.signature = new bytes(65);
        sendFails(p, IBalancerErrors.BadProposalSignature.selector);
    }

    function test_7_inTimeAndForThisGeneration() external {
        Proposal memory p = propose(one(goodSwap()));
        p.deadline = uint40(block.timestamp - 1);
        signProposal(p, BOT_KEY);
        sendFails(p, IBalancerErrors.ProposalExpired.selector);
        p.deadline = uint40(block.timestamp + defaultGuard().orderTtlMax + 1);
        signProposal(p, BOT_KEY);
        sendFails(p, IBalancerErrors.DeadlineTooFar.selector);
        p = propose(one(goodSwap()));
        vm.prank(guardian);
        clone.bumpGeneration();
        sendFails(p, IBalancerErrors.WrongGeneration.selector);
    }

    function test_7_once() external {
        Proposal memory p = propose(one(goodSwap()));
        send(p);
        assertEq(clone.nonceWord(0), 1 << p.nonce, "used");
        sendFails(p, IBalancerErrors.NonceUsed.selector);
    }

    function test_7_oneAtATime() external {
        Proposal memory p = propose(one(goodSwap()));
        bytes memory again = abi.encodeCall(
            clone.executeSignedRebalance, (p.swaps, p.contexts, p.nonce, p.generation, p.deadline, p.signature)
        );
        routeFails(
            openSwap(address(usdc), 5_000e6, address(weth), 2.5e18, address(clone), again), IBalancerErrors.IsLocked.selector
        );
        bytes memory home = abi.encodeCall(clone.rescue, (address(usdc)));
        routeFails(
            openSwap(address(usdc), 5_000e6, address(weth), 2.5e18, address(clone), home), IBalancerErrors.IsLocked.selector
        );
        send(p);
        assertFalse(clone.locked(), "unlocked after it");
    }

    // ── 8: prices, value and balances once, before anything is called ───────────────────────────────────────────────

    function test_8_aFeedThatTheRouteMovesIsReadTooEarlyToMatter() external {
        TestFeed feed = new TestFeed(8, "USD", 2_000e8, address(open));
        feed.set(2_000e8, block.timestamp - 1);
        feedOf[address(weth)] = feed;
        clone = newClone(delegatedConfig());
        grantAll();
        warpFresh(1 days);
        bytes memory up = abi.encodeCall(feed.set, (20_000e8, block.timestamp - 1));
        sendFails(
            openSwap(address(usdc), 5_000e6, address(weth), 0.5e18, address(feed), up), IBalancerErrors.SlippageTooHigh.selector
        );
    }

    // ── 9: the pull ─────────────────────────────────────────────────────────────────────────────────────────────────

    function test_9_oneContextForEachSwap() external {
        Proposal memory p = propose(one(goodSwap()));
        p.contexts = new bytes[](0);
        sendFails(p, IDelegatedErrors.ContextsMismatch.selector);
    }

    function test_9_oneDelegation() external {
        Proposal memory p = propose(one(goodSwap()));
        p.contexts[0] = abi.encode(new Delegation[](0));
        sendFails(p, IDelegatedErrors.NotOneDelegation.selector);
        address other = newHybrid(vm.addr(7));
        Delegation memory root = signDelegation(delegationOf(other, account, address(usdc), 60_000e6), 7);
        Delegation memory leaf = goodDelegation();
        leaf.authority = manager.getDelegationHash(root);
        p.contexts[0] = chainOf(signDelegation(leaf, OWNER_KEY), root);
        sendFails(p, IDelegatedErrors.NotOneDelegation.selector);
    }

    function test_9_root() external {
        Delegation memory d = goodDelegation();
        d.authority = bytes32(uint256(1));
        Proposal memory p = setContext(d, OWNER_KEY);
        sendFails(p, IDelegatedErrors.NotRootDelegation.selector);
    }

    function test_9_ofTheAccount() external {
        Delegation memory d = goodDelegation();
        d.delegator = newHybrid(vm.addr(7));
        give(address(usdc), d.delegator, USDC_HELD);
        Proposal memory p = setContext(d, 7);
        sendFails(p, IDelegatedErrors.WrongDelegator.selector);
    }

    function test_9_toThisClone() external {
        Delegation memory d = goodDelegation();
        d.delegate = ANY_DELEGATE;
        Proposal memory p = setContext(d, OWNER_KEY);
        sendFails(p, IDelegatedErrors.WrongDelegate.selector);
    }

    function test_9_whatTheAccountsCodeAnswersProvesNothing() external {
        Proposal memory p = propose(one(openSwap(address(usdc), 5_000e6, address(weth), 2.5e18, address(0), "")));
        vm.etch(account, type(YesSayer).runtimeCode);
        give(address(usdc), clone.executor(), 5_000e6); // else the swap itself would fail
        sendFails(p, IDelegatedErrors.PulledTooLittle.selector);
    }

    function test_9_upToTwoUnitsMayBeMissing() external {
        ShyToken shy = new ShyToken();
        addFeed(address(shy), 6, 1e8);
        Config memory c = delegatedConfig();
        c.assets[0] = listing(address(shy), 4_000);
        clone = newClone(c);
        shy.mint(account, USDC_HELD);
        contextFor[address(shy)] = granted(account, OWNER_KEY, address(clone), address(shy));
        warpFresh(1 days);
        setPrice(address(shy), 1e8);
        shy.setShort(3);
        sendFails(shySwap(shy, 3), IDelegatedErrors.PulledTooLittle.selector);
        shy.setShort(2);
        send(propose(one(shySwap(shy, 2))));
        assertEq(shy.balanceOf(account), USDC_HELD - 5_000e6 + 2, "sold, less two units");
    }

    function shySwap(ShyToken shy, uint256 less) private returns (Swap memory w) {
        w = openSwap(address(shy), 5_000e6, address(weth), 2.5e18, address(0), "");
        (address[] memory none, bytes[] memory nothing) = (new address[](0), new bytes[](0));
        w.data = abi.encodeCall(
            open.route, (address(shy), 5_000e6 - less, address(weth), 2.5e18, clone.executor(), none, nothing)
        );
    }

    function test_9_andNothingElseIsAskedOfADelegation() external {
        Delegation memory d = goodDelegation();
        d.caveats = new Caveat[](0);
        send(setContext(d, OWNER_KEY));
    }

    // ── 10: swap and sweep ──────────────────────────────────────────────────────────────────────────────────────────

    function test_10_whatIsLeftGoesHomeAndNothingStaysAllowed() external {
        Swap memory w = openSwap(address(usdc), 5_000e6, address(weth), 2.5e18, address(0), "");
        (address[] memory none, bytes[] memory nothing) = (new address[](0), new bytes[](0));
        w.data = abi.encodeCall(
            open.route, (address(usdc), 4_000e6, address(weth), 2.5e18, clone.executor(), none, nothing)
        );
        send(propose(one(w)));
        assertEq(held(address(usdc)), USDC_HELD - 4_000e6, "the rest is back");
        assertEq(held(address(weth)), WETH_HELD + 2.5e18, "bought");
        assertEq(usdc.allowance(clone.executor(), address(open)), 0, "no allowance");
        assertApprox(clone.budgets().turnoverLevelE18, levelE18(5_000), 1, "charged as if sent");
    }

    // ── 11: what counts as received ─────────────────────────────────────────────────────────────────────────────────

    function test_11_onlyWhatTheExecutorGained() external {
        Swap memory w = openSwap(address(usdc), 5_000e6, address(weth), 2.5e18, address(0), "");
        (address[] memory none, bytes[] memory nothing) = (new address[](0), new bytes[](0));
        w.data = abi.encodeCall(open.route, (address(usdc), 5_000e6, address(weth), 2.5e18, account, none, nothing));
        sendFails(w, IBalancerErrors.SlippageTooHigh.selector);
        w.minOut = 1;
        sendFails(w, IBalancerErrors.ReceivedTooLittle.selector);
    }

    function test_11_notWhatCameFromTheAccountItself() external {
        bytes memory pay = abi.encodeCall(IERC20.transfer, (clone.executor(), 2.5e18));
        Swap memory w =
            openSwap(address(usdc), 5_000e6, address(weth), 0, address(manager), doorCall(address(weth), pay));
        sendFails(w, IBalancerErrors.SlippageTooHigh.selector);
    }

    function test_11_notWhatLayAtTheExecutorBefore() external {
        give(address(weth), clone.executor(), 0.1e18);
        Swap memory w = openSwap(address(usdc), 5_000e6, address(weth), 2.4e18, address(0), "");
        sendFails(w, IBalancerErrors.SlippageTooHigh.selector);
        w.minOut = 2.45e18;
        sendFails(w, IBalancerErrors.ReceivedTooLittle.selector);
    }

    // ── 12: what counts as sent ─────────────────────────────────────────────────────────────────────────────────────

    function test_12_allThatTheAccountHasLess() external {
        Swap memory w = swapWithDoor(address(usdc), abi.encodeCall(IERC20.transfer, (stranger, 5_000e6)));
        sendFails(w, IBalancerErrors.SlippageTooHigh.selector);
    }

    function test_12_nothingElseMayBeLess() external {
        Swap memory w = swapWithDoor(address(wbtc), abi.encodeCall(IERC20.transfer, (stranger, 1)));
        sendFails(w, IDelegatedErrors.OtherTokenLess.selector);
        w = swapWithDoor(address(weth), abi.encodeCall(IERC20.transfer, (stranger, 2.5e18 + 1)));
        sendFails(w, IDelegatedErrors.OtherTokenLess.selector);
    }

    // ── 13: judged as a Balancer's, and nothing of the rules is written back ────────────────────────────────────────

    function test_13_directionPriceAndBudgets() external {
        sendFails(swapOf(address(weth), 1e18, address(usdc), 0), IBalancerErrors.BoughtNotBelowTarget.selector);
        sendFails(swapOf(address(usdc), 5_000e6, address(wbtc), 0), IBalancerErrors.BoughtNotBelowTarget.selector);
        sendFails(swapOf(address(usdc), 10_600e6, address(weth), 0), IBalancerErrors.SoldTooFar.selector);
        Swap memory dear = openSwap(address(usdc), 5_000e6, address(weth), 2.47e18, address(0), "");
        sendFails(dear, IBalancerErrors.SlippageTooHigh.selector);
        send(propose(one(openSwap(address(usdc), 5_000e6, address(weth), 2.476e18, address(0), ""))));
        assertApprox(clone.budgets().lossLevelE18, levelE18(48), 1, "what is less than at the feeds");
    }

    function test_13_theDaysLossAndTheDaysTurnover() external {
        Config memory c = delegatedConfig();
        (c.guard.lossBpsPerDay, c.guard.turnoverBpsPerDay) = (10, 6_000);
        clone = newClone(c);
        grantAll();
        warpFresh(1 days);
        Swap memory w = openSwap(address(usdc), 6_000e6, address(weth), 2.97e18, address(0), "");
        sendFails(w, IBalancerErrors.LossBudgetExceeded.selector);
        (c.guard.lossBpsPerDay, c.guard.turnoverBpsPerDay) = (100, 800);
        clone = newClone(c);
        grantAll();
        warpFresh(1 days);
        sendFails(goodSwap(), IBalancerErrors.TurnoverBudgetExceeded.selector);
    }

    function test_13_whatWasJustBoughtIsNotSold() external {
        send(propose(one(goodSwap())));
        setAccountTargets(6_000, 2_000, 2_000);
        sendFails(swapOf(address(weth), 1e18, address(usdc), 0), IBalancerErrors.CoolingDown.selector);
    }

    function setAccountTargets(uint16 a, uint16 b, uint16 c) private {
        (address[] memory tokens, uint16[] memory targets) = (new address[](3), new uint16[](3));
        (tokens[0], tokens[1], tokens[2]) = (address(usdc), address(weth), address(wbtc));
        (targets[0], targets[1], targets[2]) = (a, b, c);
        uint40 generation = clone.generation();
        vm.prank(account);
        clone.setTargets(tokens, targets, generation);
    }

    function test_13_aPauseOrABumpInTheMiddleStays() external {
        uint40 generation = clone.generation();
        send(propose(one(swapWithDoor(address(clone), abi.encodeCall(clone.bumpGeneration, ())))));
        assertEq(clone.generation(), generation + 1, "bumped");
        send(propose(one(swapWithDoor(address(clone), abi.encodeCall(clone.pause, ())))));
        assertTrue(clone.paused(), "paused");
        assertEq(clone.generation(), generation + 2, "and bumped");
    }

    function test_13_aRetirementInTheMiddleStays() external {
        Swap memory w = swapWithDoor(address(clones), abi.encodeCall(clones.create, (guardian, 1, delegatedConfig())));
        send(propose(one(w)));
        assertTrue(clone.paused(), "retired");
        assertTrue(clones.currentOf(account) != address(clone), "another one is current");
        assertFalse(clone.locked(), "and unlocked");
        assertEq(held(address(usdc)), USDC_HELD - 5_000e6, "what was under way is done");
    }

    // ── no partial mode ─────────────────────────────────────────────────────────────────────────────────────────────

    function test_oneSwapThatCannotBePulledUndoesAll() external {
        setAccountTargets(2_500, 5_500, 2_000);
        Proposal memory p = propose(
            two(swapOf(address(usdc), 2_000e6, address(weth), 0), swapOf(address(usdc), 3_000e6, address(weth), 0))
        );
        Delegation memory revoked = signDelegation(goodDelegation(), OWNER_KEY);
        p.contexts[1] = contextOf(revoked);
        vm.prank(account);
        manager.disableDelegation(revoked);
        sendFails(p, IManager.CannotUseADisabledDelegation.selector);
        assertEq(held(address(usdc)), USDC_HELD, "nothing is sold");
        p.contexts[1] = p.contexts[0];
        send(p);
        assertEq(held(address(usdc)), USDC_HELD - 5_000e6, "or all");
    }
}
