// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";
import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { IDelegatedBalancer, IDelegatedErrors } from "../contracts/interfaces/IDelegatedBalancer.sol";
import { Caveat, Delegation } from "../contracts/interfaces/IDelegationManager.sol";
import { DelegatedFixture } from "./support/DelegatedFixture.sol";
import { IManager } from "./support/Framework.sol";
import { NaiveDelegated } from "./support/NaiveDelegated.sol";
import { YesSayer } from "./DelegatedRules.t.sol";

interface IPlainOrders {
    function fillOrder(IOrderMixin.Order calldata order, bytes32 r, bytes32 vs, uint256 amount, TakerTraits traits)
        external
        payable
        returns (uint256, uint256, bytes32);
}

/// @title The attacks that broke the first draft (D1 to D8, D11 to D13), each on a naive build, where it succeeds, and on ours
/// @dev On the real DelegationManager. The account holds 100,000 USD; L = 100 bps a day. A thief, where there is one, has the
/// signer's key.
/// forge-config: default.evm_version = "prague"
contract DelegatedAttacksTest is DelegatedFixture {
    uint256 private constant THIEF_KEY = 0x7e;
    address private thief = vm.addr(THIEF_KEY);
    NaiveDelegated private naive;
    bytes private naiveContext;
    uint256 private naiveNonce;

    function setUp() public override {
        super.setUp();
        naive = new NaiveDelegated(manager);
        naive.know(address(usdc), feedOf[address(usdc)], 6);
        naive.know(address(weth), feedOf[address(weth)], 18);
        naive.know(address(wbtc), feedOf[address(wbtc)], 8);
        configure(account, bot);
        naiveContext = granted(account, OWNER_KEY, address(naive), address(usdc));
    }

    // ── on the naive build ──────────────────────────────────────────────────────────────────────────────────────────

    function listed() private view returns (address[] memory tokens) {
        tokens = new address[](3);
        (tokens[0], tokens[1], tokens[2]) = (address(usdc), address(weth), address(wbtc));
    }

    function configure(address who, address signer) private {
        address[] memory tokens = listed();
        vm.prank(who);
        naive.configure(signer, tokens);
    }

    function pullOf(address token, address to, uint256 amount) private pure returns (bytes memory) {
        return abi.encodePacked(token, uint256(0), abi.encodeCall(IERC20.transfer, (to, amount)));
    }

    /// @dev 5,000 USDC for `paid` WETH, and one more call if there is one.
    function legOf(uint256 paid, address target, bytes memory call)
        private
        returns (NaiveDelegated.Leg[] memory legs)
    {
        legs = new NaiveDelegated.Leg[](1);
        legs[0] = legFor(paid, target, call);
    }

    function legFor(uint256 paid, address target, bytes memory call) private returns (NaiveDelegated.Leg memory) {
        give(address(weth), address(open), paid);
        uint256 count = target == address(0) ? 0 : 1;
        (address[] memory targets, bytes[] memory calls) = (new address[](count), new bytes[](count));
        if (count == 1) (targets[0], calls[0]) = (target, call);
        bytes memory data =
            abi.encodeCall(open.route, (address(usdc), 5_000e6, address(weth), paid, address(naive), targets, calls));
        return NaiveDelegated.Leg(address(open), address(usdc), 5_000e6, address(weth), data);
    }

    function runNaive(address who, NaiveDelegated.Leg[] memory legs, uint256 key, bytes memory context) private {
        bytes[] memory contexts = new bytes[](legs.length);
        for (uint256 i; i < legs.length; ++i) contexts[i] = context;
        runNaive(who, legs, key, contexts, address(naive));
    }

    function runNaive(
        address who,
        NaiveDelegated.Leg[] memory legs,
        uint256 key,
        bytes[] memory contexts,
        address pulledTo
    ) private {
        bytes memory signature = key == 0 ? new bytes(65) : signBy(key, naive.digestOf(legs, ++naiveNonce));
        bytes[] memory executions = new bytes[](legs.length);
        for (uint256 i; i < legs.length; ++i) executions[i] = pullOf(address(usdc), pulledTo, 5_000e6);
        vm.prank(stranger);
        naive.execute(who, legs, naiveNonce, signature, contexts, executions);
    }

    function sumOf(address who) private view returns (uint256) {
        return naive.worth(address(usdc), usdc.balanceOf(who)) + naive.worth(address(weth), weth.balanceOf(who))
            + naive.worth(address(wbtc), wbtc.balanceOf(who));
    }

    // ── the attacks ─────────────────────────────────────────────────────────────────────────────────────────────────

    function test_D1_aStrangerConfiguresHimselfAndHandsInTheVictimsDelegation() external {
        configure(thief, thief);
        give(address(usdc), thief, 1_000_000e6);
        uint256 before = sumOf(account);
        runNaive(thief, legOf(2.5e18, address(0), ""), THIEF_KEY, naiveContext);
        assertGe(before - sumOf(account), naive.worth(address(usdc), 5_000e6), "all of it is gone, without any key");
        assertGe(weth.balanceOf(thief), 2.5e18, "to the stranger");

        bytes memory victims = contextFor[address(usdc)];
        IDelegatedBalancer ours = clone;
        (account, guardian) = (thief, thief);
        Config memory c = delegatedConfig();
        c.signer = bot;
        clone = newClone(c);
        warpFresh(1 days);
        Proposal memory p = propose(one(goodSwap()));
        p.contexts[0] = victims;
        sendFails(p, IDelegatedErrors.WrongDelegator.selector);
        assertEq(ours.account(), owner, "one clone serves one account");
    }

    function test_D2_aProposalIsSentAgainOnAnotherAccountOfTheBot() external {
        address second = newHybrid(vm.addr(7));
        configure(second, bot);
        give(address(usdc), second, USDC_HELD);
        NaiveDelegated.Leg[] memory legs = legOf(2.48e18, address(0), "");
        give(address(weth), address(open), 2.48e18);
        runNaive(account, legs, BOT_KEY, naiveContext);
        --naiveNonce; // the same signature
        runNaive(second, legs, BOT_KEY, granted(second, 7, address(naive), address(usdc)));
        assertEq(usdc.balanceOf(second), USDC_HELD - 5_000e6, "one signature trades for both");

        Proposal memory p = propose(one(goodSwap()));
        account = second;
        clone = newClone(delegatedConfig());
        p.contexts[0] = granted(second, 7, address(clone), address(usdc));
        sendFails(p, IBalancerErrors.BadProposalSignature.selector);
    }

    function test_D3_aChainOfTwoLinksSellsWhatSomebodyElseLent() external {
        address other = newHybrid(vm.addr(7));
        give(address(usdc), other, USDC_HELD);
        Delegation memory root = signDelegation(delegationOf(other, account, address(usdc), 60_000e6), 7);
        Delegation memory leaf = delegationOf(account, address(naive), address(usdc), 60_000e6);
        leaf.authority = manager.getDelegationHash(root);
        uint256 before = sumOf(account);
        runNaive(account, legOf(2.5e18, address(0), ""), BOT_KEY, chainOf(signDelegation(leaf, OWNER_KEY), root));
        assertEq(usdc.balanceOf(other), USDC_HELD - 5_000e6, "the other's is sold");
        assertGe(sumOf(account), before + naive.worth(address(usdc), 5_000e6) - 1e18, "and this account is paid");

        leaf.delegate = address(clone);
        Proposal memory p = propose(one(goodSwap()));
        p.contexts[0] = chainOf(signDelegation(leaf, OWNER_KEY), root);
        sendFails(p, IDelegatedErrors.NotOneDelegation.selector);
    }

    function test_D4_aRenewalStartsWithFreshBuckets() external {
        uint256 id = vm.snapshotState();
        uint256 before = sumOf(account);
        for (uint256 i; i < 3; ++i) {
            runNaive(account, legOf(2.255e18, address(0), ""), BOT_KEY, naiveContext);
            configure(account, bot);
        }
        assertGe(before - sumOf(account), before * 140 / 10_000, "half of L for each renewal, at once");
        vm.revertToState(id);

        before = navE32();
        uint256 lost;
        for (uint256 i; i < 3; ++i) {
            Swap memory w = openSwap(address(usdc), 4_900e6, address(weth), 2.4255e18, address(0), "");
            Proposal memory p = propose(one(w));
            vm.prank(stranger);
            (bool ok,) = address(clone).call(
                abi.encodeCall(
                    clone.executeSignedRebalance, (p.swaps, p.contexts, p.nonce, p.generation, p.deadline, p.signature)
                )
            );
            if (ok) ++lost;
            clone = newClone(delegatedConfig());
            grantAll();
        }
        assertEq(lost, 1, "none of the new ones has anything to spend");
        assertLe(before - navE32(), before * 50 / 10_000, "at most the half that the first could let go at once");
    }

    /// @dev A dapp was given "any call, but these balances mustn't fall", and calls as the account.
    function test_D5_anotherDappThatCallsAsTheAccountSetsUpAThief() external {
        configure(account, thief);
        runNaive(account, legOf(2.46e18, address(0), ""), THIEF_KEY, naiveContext);
        assertEq(usdc.balanceOf(account), USDC_HELD - 5_000e6, "the thief trades with what was granted before");

        uint40 generation = clone.generation();
        vm.prank(account);
        clone.setSigner(thief, generation);
        Proposal memory p = propose(one(openSwap(address(usdc), 5_000e6, address(weth), 2.4e18, address(0), "")));
        signProposal(p, THIEF_KEY);
        sendFails(p, IBalancerErrors.SlippageTooHigh.selector); // the limits are in the address
        Config memory wide = delegatedConfig();
        (wide.signer, wide.guard.maxSlippageBps, wide.guard.lossBpsPerDay) = (thief, 1_000, 1_000);
        clone = newClone(wide);
        warpFresh(1 days);
        p = propose(one(openSwap(address(usdc), 5_000e6, address(weth), 2.4e18, address(0), "")));
        signProposal(p, THIEF_KEY);
        sendFails(p, IDelegatedErrors.WrongDelegate.selector); // and nobody granted to the new one
    }

    function test_D6_theOffSwitchFromAnExplorer() external {
        serve(newHybrid(owner));
        vm.prank(owner); // what an explorer's "write" tab sends
        naive.pause();
        configure(account, bot);
        runNaive(account, legOf(2.5e18, address(0), ""), BOT_KEY, granted(account, OWNER_KEY, address(naive), address(usdc)));
        assertEq(usdc.balanceOf(account), USDC_HELD - 5_000e6, "told that it is paused, it trades");

        vm.prank(owner);
        expectError(IDelegatedErrors.NotAccountGuardianOrSigner.selector);
        clone.pause();
        vm.prank(guardian);
        clone.pause();
        sendFails(goodSwap(), IBalancerErrors.IsPaused.selector);
    }

    function test_D7_theAccountsCodeIsAnotherByNow() external {
        vm.etch(account, type(YesSayer).runtimeCode);
        give(address(usdc), address(naive), 5_000e6); // dust of others
        runNaive(account, legOf(2.46e18, address(0), ""), 0, naiveContext);
        assertEq(usdc.balanceOf(account), USDC_HELD, "nothing was pulled");
        assertEq(weth.balanceOf(account), WETH_HELD + 2.46e18, "and yet it was traded, signed by nobody");

        Proposal memory p = propose(one(goodSwap()));
        p.signature = new bytes(65);
        sendFails(p, IBalancerErrors.BadProposalSignature.selector);
        give(address(usdc), clone.executor(), 5_000e6);
        sendFails(goodSwap(), IDelegatedErrors.PulledTooLittle.selector);
    }

    /// @dev The account's own standing order sells 2.5 WETH for 4,000 USDC: 1,000 under the feeds' price.
    function ownOrder() private view returns (bytes memory fill) {
        IOrderMixin.Order memory o;
        (o.salt, o.maker, o.makerAsset, o.takerAsset) = (1, word(account), word(address(weth)), word(address(usdc)));
        (o.makingAmount, o.takingAmount) = (2.5e18, 4_000e6);
        o.makerTraits = MakerTraits.wrap(NO_PARTIAL | ((block.timestamp + 1 hours) << 80));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(OWNER_KEY, lop.hashOrder(o));
        bytes32 vs = bytes32((uint256(v - 27) << 255) | uint256(s));
        fill = abi.encodeCall(IPlainOrders.fillOrder, (o, r, vs, 2.5e18, TakerTraits.wrap(1 << 255)));
    }

    /// @dev A router that fills it with what it was given, keeps the rest and hands on what came out.
    function ownOrderRoute(address to) private returns (bytes memory) {
        vm.prank(account);
        weth.approve(LOP, 2.5e18);
        (address[] memory targets, bytes[] memory calls) = (new address[](3), new bytes[](3));
        (targets[0], calls[0]) = (address(usdc), abi.encodeCall(IERC20.approve, (LOP, 4_000e6)));
        (targets[1], calls[1]) = (LOP, ownOrder());
        (targets[2], calls[2]) = (address(weth), abi.encodeCall(IERC20.transfer, (to, 2.5e18)));
        return abi.encodeCall(open.route, (address(usdc), 5_000e6, address(weth), 0, to, targets, calls));
    }

    function test_D8_theAccountsOwnStandingOrderIsTheRoute() external {
        NaiveDelegated.Leg[] memory legs = new NaiveDelegated.Leg[](1);
        legs[0] =
            NaiveDelegated.Leg(address(open), address(usdc), 5_000e6, address(weth), ownOrderRoute(address(naive)));
        uint256 id = vm.snapshotState();
        runNaive(account, legs, BOT_KEY, naiveContext);
        assertEq(weth.balanceOf(account), WETH_HELD, "as many as before");
        assertEq(usdc.balanceOf(account), USDC_HELD - 1_000e6, "a thousand is gone");
        assertEq(naive.levelOf(account), 0, "and nothing is charged");
        vm.revertToState(id);

        Swap memory w = Swap(address(open), address(usdc), 5_000e6, address(weth), 0, ownOrderRoute(clone.executor()));
        sendFails(w, IBalancerErrors.SlippageTooHigh.selector);
    }

    function test_D11_theSenderPicksDelegationAndExecution() external {
        NaiveDelegated.Leg[] memory legs = legOf(2.5e18, address(0), "");
        give(address(usdc), address(naive), 5_000e6);
        bytes[] memory contexts = new bytes[](1);
        contexts[0] = naiveContext;
        runNaive(account, legs, BOT_KEY, contexts, stranger);
        assertEq(usdc.balanceOf(stranger), 5_000e6, "an honest proposal, and what is sold goes to the sender");

        Delegation memory old = delegationOf(account, address(clone), address(usdc), 60_000e6);
        Caveat[] memory caveats = new Caveat[](3);
        (caveats[0], caveats[1]) = (old.caveats[0], old.caveats[1]);
        caveats[2] = Caveat(valueEnforcer, abi.encode(0), "");
        old.caveats = caveats;
        old = signDelegation(old, OWNER_KEY);
        old.caveats[0].args = "junk of the sender's own";
        Proposal memory p = propose(one(goodSwap()));
        p.contexts[0] = contextOf(old);
        send(p);
        assertEq(held(address(usdc)), USDC_HELD - 5_000e6 - 5_000e6, "whichever he picks, the same is done by it");
        assertEq(usdc.balanceOf(stranger), 5_000e6, "and nothing more is his");
    }

    function test_D12_theAccountsPendingActsAreRunInsideTheRoute() external {
        bytes memory pay = abi.encodeCall(IERC20.transfer, (stranger, 5_000e6));
        bytes memory pending = doorCall(address(usdc), pay);
        uint256 id = vm.snapshotState();
        runNaive(account, legOf(2.5e18, address(manager), pending), BOT_KEY, naiveContext);
        assertEq(usdc.balanceOf(account), USDC_HELD - 10_000e6, "twice as much is gone");
        assertEq(naive.levelOf(account), 0, "nothing is charged");
        assertLe(naive.turnoverOf(account), 5.001e16, "half is counted");
        vm.revertToState(id);

        Swap memory w = openSwap(address(usdc), 5_000e6, address(weth), 2.5e18, address(manager), pending);
        sendFails(w, IBalancerErrors.SlippageTooHigh.selector);
        w = swapWithDoor(address(weth), abi.encodeCall(IERC20.transfer, (stranger, 2e18)));
        sendFails(w, IBalancerErrors.SlippageTooHigh.selector);
    }

    /// @dev Two legs are good together: the one pays for the other. The sender spoils the good one's pull.
    function test_D13_oneIsRevokedInTheMiddle() external {
        NaiveDelegated.Leg[] memory legs = new NaiveDelegated.Leg[](2);
        (legs[0], legs[1]) = (legFor(2.7e18, address(0), ""), legFor(2.3e18, address(0), ""));
        bytes[] memory contexts = new bytes[](2);
        Delegation memory revoked = signDelegation(delegationOf(account, address(naive), address(usdc), 60_000e6), OWNER_KEY);
        vm.prank(account);
        manager.disableDelegation(revoked);
        (contexts[0], contexts[1]) = (contextOf(revoked), naiveContext);
        uint256 before = sumOf(account);
        runNaive(account, legs, BOT_KEY, contexts, address(naive));
        assertGe(before - sumOf(account), naive.worth(address(usdc), 399e6), "the bad half alone");

        revoked.delegate = address(clone);
        revoked = signDelegation(revoked, OWNER_KEY);
        vm.prank(account);
        manager.disableDelegation(revoked);
        Swap memory good = openSwap(address(usdc), 4_000e6, address(weth), 2.2e18, address(0), "");
        Swap memory bad = openSwap(address(usdc), 1_000e6, address(weth), 0.3e18, address(0), "");
        Proposal memory p = propose(two(good, bad));
        p.contexts[0] = contextOf(revoked);
        sendFails(p, IManager.CannotUseADisabledDelegation.selector);
    }
}
