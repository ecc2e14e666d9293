// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { IDelegatedBalancer, IDelegatedErrors } from "../contracts/interfaces/IDelegatedBalancer.sol";
import { IDelegatedExecutor } from "../contracts/interfaces/IDelegatedExecutor.sol";
import { IDelegatedFactory } from "../contracts/interfaces/IDelegatedFactory.sol";
import { ISwapExecutor } from "../contracts/interfaces/ISwapExecutor.sol";
import { DelegatedFixture } from "./support/DelegatedFixture.sol";

/// @title Rules 1 to 6 of docs/decisions/0095: what a clone's address commits to, who may do what, and that there is one at a time
/// forge-config: default.evm_version = "prague"
contract DelegatedAccountTest is DelegatedFixture {
    /// @dev This contract is the factory of the clones that it initialises itself: none of them is its own.
    function isClone(address) external pure returns (bool) {
        return false;
    }

    function create(Config memory c, bytes4 error_) private {
        uint256 index = clones.countOf(account);
        vm.prank(account);
        expectError(error_);
        clones.create(guardian, index, c);
    }

    // ── 1: the address is the configuration ─────────────────────────────────────────────────────────────────────────

    function test_1_theAddressCommitsToAccountGuardianIndexAndConfiguration() external {
        Config memory c = delegatedConfig();
        assertEq(clones.predict(account, guardian, 0, c), address(clone), "as predicted");
        assertTrue(clones.predict(stranger, guardian, 0, c) != address(clone), "account");
        assertTrue(clones.predict(account, stranger, 0, c) != address(clone), "guardian");
        assertTrue(clones.predict(account, guardian, 1, c) != address(clone), "index");
        c.guard.lossBpsPerDay += 1;
        assertTrue(clones.predict(account, guardian, 0, c) != address(clone), "guard");
        c = delegatedConfig();
        c.assets[0].feed = c.assets[1].feed;
        assertTrue(clones.predict(account, guardian, 0, c) != address(clone), "feed");
        c = delegatedConfig();
        c.routers[0] = stranger;
        assertTrue(clones.predict(account, guardian, 0, c) != address(clone), "router");
        c = delegatedConfig();
        c.signer = stranger;
        assertTrue(clones.predict(account, guardian, 0, c) != address(clone), "signer");
        assertEq(clone.account(), account, "account");
        assertEq(clone.guardian(), guardian, "guardian");
        assertEq(clone.delegationManager(), address(manager), "manager");
        assertEq(clone.entryPoint(), entryPoint, "entry point");
        assertEq(clone.limitOrderProtocol(), LOP, "LOP");
        assertEq(clone.answerAgeMin(), answerAgeMin, "age");
        assertEq(clone.factory(), address(clones), "factory");
        assertEq(clone.routers().length, 2, "routers");
        assertTrue(clone.isRouter(address(uniswap)), "Uniswap");
        assertEq(clone.guard().lossBpsPerDay, 100, "loss");
        assertEq(clone.assets().length, 3, "assets");
        assertEq(clone.authorizedSigner(), bot, "signer");
    }

    function test_1_onceAndNeverTheImplementation() external {
        bytes memory config = abi.encode(delegatedConfig());
        expectError(Initializable.InvalidInitialization.selector);
        clone.initialize(stranger, stranger, false, config);
        expectError(Initializable.InvalidInitialization.selector);
        IDelegatedBalancer(delegatedImplementation).initialize(stranger, stranger, false, config);
    }

    function test_1_noSetterNoFallbackNoSignatureNoCoin() external {
        string[8] memory calls = [
            "setAssets((address,uint16,address,uint24,uint24,uint128,uint128)[])",
            "setFeed(address,address,uint24,uint24,uint128,uint128)",
            "setRouter(address,bool)",
            "grantTurnover((uint32,uint40))",
            "setGuardian(address)",
            "isValidSignature(bytes32,bytes)",
            "executeFromExecutor(bytes32,bytes)",
            "onERC721Received(address,address,uint256,bytes)"
        ];
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(account);
            (bool ok,) = address(clone).call(abi.encodePacked(bytes4(keccak256(bytes(calls[i]))), new bytes(512)));
            assertFalse(ok, calls[i]);
        }
        vm.deal(address(this), 1);
        (bool paid,) = address(clone).call{ value: 1 }("");
        assertFalse(paid, "native coin");
    }

    function test_1_whatAnAccountMayNotHave() external {
        Config memory c = delegatedConfig();
        c.guard.publicBook = true;
        create(c, IDelegatedErrors.PublicBookRefused.selector);
        c = delegatedConfig();
        c.oneOff = OneOffTurnover(1, uint40(block.timestamp + 1 days));
        create(c, IDelegatedErrors.OneOffRefused.selector);
        c = delegatedConfig();
        c.guard.lossBpsPerDay = 1_001;
        create(c, IBalancerErrors.AboveHardCap.selector);
        guardian = address(0);
        create(delegatedConfig(), IBalancerErrors.ZeroAddress.selector);
    }

    // ── 2: targets and signer ───────────────────────────────────────────────────────────────────────────────────────

    function test_2_theAccountAloneSetsTargetsAndSigner() external {
        uint40 generation = clone.generation();
        (address[] memory tokens, uint16[] memory targets) = _targets(2_500, 5_500, 2_000);
        address[3] memory others = [guardian, bot, stranger];
        for (uint256 i; i < 3; ++i) {
            vm.startPrank(others[i]);
            expectError(IDelegatedErrors.NotAccount.selector);
            clone.setTargets(tokens, targets, generation);
            expectError(IDelegatedErrors.NotAccount.selector);
            clone.setSigner(stranger, generation);
            expectError(IDelegatedErrors.NotAccount.selector);
            clone.removeAsset(address(wbtc), generation);
            expectError(IDelegatedErrors.NotAccount.selector);
            clone.unpause(generation);
            vm.stopPrank();
        }
        vm.startPrank(account);
        clone.setTargets(tokens, targets, generation);
        clone.setSigner(stranger, generation + 1);
        vm.stopPrank();
        assertEq(clone.assets()[1].targetBps, 5_500, "targets");
        assertEq(clone.authorizedSigner(), stranger, "signer");
        assertEq(clone.generation(), generation + 2, "each bumps");
    }

    function _targets(uint16 a, uint16 b, uint16 c)
        private
        view
        returns (address[] memory tokens, uint16[] memory targets)
    {
        (tokens, targets) = (new address[](3), new uint16[](3));
        (tokens[0], tokens[1], tokens[2]) = (address(usdc), address(weth), address(wbtc));
        (targets[0], targets[1], targets[2]) = (a, b, c);
    }

    function test_2_notWhileLocked() external {
        uint40 generation = clone.generation();
        bytes4 locked = IBalancerErrors.IsLocked.selector;
        routeFails(swapWithDoor(address(clone), abi.encodeCall(clone.setSigner, (stranger, generation))), locked);
        routeFails(swapWithDoor(address(clone), abi.encodeCall(clone.removeAsset, (address(wbtc), generation))), locked);
        routeFails(swapWithDoor(address(clone), abi.encodeCall(clone.unpause, (generation))), locked);
        (address[] memory tokens, uint16[] memory targets) = _targets(2_500, 5_500, 2_000);
        routeFails(swapWithDoor(address(clone), abi.encodeCall(clone.setTargets, (tokens, targets, generation))), locked);
    }

    /// @dev A17: a stranger sends one unit of a listed token whose feed is dead.
    function test_2_anAssetWithADeadFeedIsDropped() external {
        (address[] memory tokens, uint16[] memory targets) = _targets(5_000, 5_000, 0);
        uint40 generation = clone.generation();
        vm.prank(account);
        expectError(IBalancerErrors.TargetNotZero.selector);
        clone.removeAsset(address(wbtc), generation);
        feedOf[address(wbtc)].set(0, 1);
        vm.startPrank(account);
        clone.setTargets(tokens, targets, generation);
        vm.stopPrank();
        sendFails(goodSwap(), IBalancerErrors.FeedRefused.selector);
        vm.prank(account);
        clone.removeAsset(address(wbtc), generation + 1);
        Swap memory small = swapOf(address(weth), 0.5e18, address(usdc), 0);
        sendFails(small, IBalancerErrors.BoughtNotBelowTarget.selector);
        send(propose(one(swapOf(address(usdc), 2_000e6, address(weth), 0))));
    }

    // ── 3: pause, bump, unpause ─────────────────────────────────────────────────────────────────────────────────────

    function test_3_accountGuardianAndSignerStopIt() external {
        address[3] memory who = [account, guardian, bot];
        for (uint256 i; i < 3; ++i) {
            uint40 generation = clone.generation();
            vm.prank(who[i]);
            clone.bumpGeneration();
            vm.prank(who[i]);
            clone.pause();
            assertTrue(clone.paused(), "paused");
            assertEq(clone.generation(), generation + 2, "both bump");
            sendFails(goodSwap(), IBalancerErrors.IsPaused.selector);
            vm.prank(account);
            clone.unpause(generation + 2);
            assertFalse(clone.paused(), "and on");
        }
        vm.startPrank(stranger);
        expectError(IDelegatedErrors.NotAccountGuardianOrSigner.selector);
        clone.pause();
        expectError(IDelegatedErrors.NotAccountGuardianOrSigner.selector);
        clone.bumpGeneration();
    }

    /// @dev A8: else a thief bumps before each change of the signer.
    function test_3_onceItIsPausedTheSignerCanDoNothing() external {
        vm.prank(guardian);
        clone.pause();
        uint40 generation = clone.generation();
        vm.startPrank(bot);
        expectError(IBalancerErrors.IsPaused.selector);
        clone.bumpGeneration();
        expectError(IBalancerErrors.IsPaused.selector);
        clone.pause();
        vm.stopPrank();
        vm.prank(account);
        clone.setSigner(stranger, generation);
        vm.prank(guardian);
        clone.bumpGeneration();
    }

    /// @dev A7: user operations lie about, and anybody may send them later.
    function test_3_whatTheAccountSaysNamesItsGeneration() external {
        uint40 generation = clone.generation();
        vm.prank(guardian);
        clone.pause();
        vm.startPrank(account);
        expectError(IBalancerErrors.WrongGeneration.selector);
        clone.unpause(generation);
        expectError(IBalancerErrors.WrongGeneration.selector);
        clone.setSigner(stranger, generation);
        (address[] memory tokens, uint16[] memory targets) = _targets(2_500, 5_500, 2_000);
        expectError(IBalancerErrors.WrongGeneration.selector);
        clone.setTargets(tokens, targets, generation);
        expectError(IBalancerErrors.WrongGeneration.selector);
        clone.removeAsset(address(wbtc), generation);
    }

    // ── 4: one current clone ────────────────────────────────────────────────────────────────────────────────────────

    function test_4_aNewCloneRetiresTheFormerForEver() external {
        IDelegatedBalancer former = clone;
        uint40 generation = former.generation();
        clone = newClone(delegatedConfig());
        assertEq(clones.currentOf(account), address(clone), "current");
        assertEq(clones.countOf(account), 2, "two so far");
        assertTrue(clones.isClone(address(former)) && clones.isClone(address(clone)), "both are ours");
        assertTrue(former.paused(), "retired");
        assertEq(former.generation(), generation + 1, "and bumped");
        assertFalse(clone.paused(), "the new one isn't");
        vm.startPrank(account);
        expectError(IDelegatedErrors.NotCurrentClone.selector);
        former.unpause(generation + 1);
        expectError(IDelegatedErrors.NotCurrentClone.selector);
        former.pause();
        vm.stopPrank();
        vm.prank(guardian);
        expectError(IDelegatedErrors.NotCurrentClone.selector);
        former.pause();
        vm.prank(stranger);
        expectError(IDelegatedErrors.NotFactory.selector);
        clone.retire();
    }

    function test_4_inTurn() external {
        vm.startPrank(account);
        expectError(IDelegatedFactory.WrongIndex.selector);
        clones.create(guardian, 0, delegatedConfig());
        expectError(IDelegatedFactory.WrongIndex.selector);
        clones.create(guardian, 2, delegatedConfig());
        expectError(IDelegatedFactory.WrongIndex.selector);
        clones.retire(1);
        clones.retire(0);
        assertEq(clones.currentOf(account), address(0), "none");
        assertTrue(clone.paused(), "retired");
        expectError(IDelegatedFactory.WrongIndex.selector);
        clones.retire(0);
    }

    /// @dev A5: the guardian pauses, and a creation that lies about is sent.
    function test_4_theNextOneIsBornPausedIfTheFormerWas() external {
        vm.prank(guardian);
        clone.pause();
        IDelegatedBalancer next = newClone(delegatedConfig());
        assertTrue(next.paused(), "as the former");
        vm.prank(account);
        clones.retire(1);
        next = newClone(delegatedConfig());
        assertTrue(next.paused(), "and after a retirement");
        uint40 generation = next.generation();
        vm.prank(account);
        next.unpause(generation);
        assertFalse(next.paused(), "until the account says so");
    }

    function createSigned(address who, uint256 index, Config memory c, uint256 deadline, uint256 key)
        private
        returns (address)
    {
        bytes memory signature = signBy(key, clones.creationHash(who, guardian, index, c, deadline));
        return sendCreation(who, index, c, deadline, signature);
    }

    function sendCreation(address who, uint256 index, Config memory c, uint256 deadline, bytes memory signature)
        private
        returns (address)
    {
        vm.prank(stranger);
        return clones.createFor(who, guardian, index, c, deadline, signature);
    }

    function test_4_bySignatureOfKeyOrAccount() external {
        Config memory c = delegatedConfig();
        uint256 deadline = block.timestamp + 1 hours;
        address made = createSigned(account, 1, c, deadline, OWNER_KEY);
        assertEq(clones.currentOf(account), made, "by the key of an upgraded account");
        assertEq(createSigned(account, 1, c, deadline, OWNER_KEY), made, "sent twice");
        address hybrid = newHybrid(owner);
        assertEq(createSigned(hybrid, 0, c, deadline, OWNER_KEY), clones.currentOf(hybrid), "by the account's word");
        address plain = vm.addr(9);
        assertEq(createSigned(plain, 0, c, deadline, 9), clones.currentOf(plain), "by a plain key");
    }

    function test_4_aSignatureIsForOneAccountOneIndexAndAnHour() external {
        Config memory c = delegatedConfig();
        uint256 deadline = block.timestamp + 1 hours;
        bytes memory signature = signBy(OWNER_KEY, clones.creationHash(account, guardian, 1, c, deadline));
        address hybrid = newHybrid(owner);
        newCloneOf(hybrid);
        expectError(IDelegatedFactory.BadAccountSignature.selector);
        clones.createFor(hybrid, guardian, 1, c, deadline, signature);
        expectError(IDelegatedFactory.BadAccountSignature.selector);
        clones.createFor(account, stranger, 1, c, deadline, signature);
        expectError(IDelegatedFactory.BadAccountSignature.selector);
        clones.createFor(account, guardian, 1, c, deadline - 1, signature);
        bytes memory long = signBy(OWNER_KEY, clones.creationHash(account, guardian, 1, c, deadline + 1));
        expectError(IDelegatedFactory.DeadlineTooFar.selector);
        clones.createFor(account, guardian, 1, c, deadline + 1, long);
        newClone(c);
        newClone(c);
        expectError(IDelegatedFactory.WrongIndex.selector);
        clones.createFor(account, guardian, 1, c, deadline, signature);
        vm.warp(deadline + 1);
        expectError(IDelegatedFactory.SignatureExpired.selector);
        clones.createFor(account, guardian, 1, c, deadline, signature);
    }

    function newCloneOf(address who) private {
        Config memory c = delegatedConfig();
        vm.prank(who);
        clones.create(guardian, 0, c);
    }

    /// @dev A1: two factories that don't know each other are two budgets.
    function test_4_aLaterFactoryLooksAtItsPredecessors() external {
        address[] memory before = new address[](1);
        before[0] = address(clones);
        IDelegatedFactory later = deployClones(delegatedImplementation, before);
        assertEq(later.predecessors()[0], address(clones), "known");
        Config memory c = delegatedConfig();
        vm.startPrank(account);
        expectError(IDelegatedFactory.CloneElsewhere.selector);
        later.create(guardian, 0, c);
        clones.retire(0);
        assertTrue(later.create(guardian, 0, c) != address(0), "after its retirement");
    }

    // ── 5: a new clone has nothing to spend ─────────────────────────────────────────────────────────────────────────

    function test_5_bothBucketsAreFullAtFirst() external {
        clone = newClone(delegatedConfig());
        grantAll();
        Budgets memory b = clone.budgets();
        assertEq(b.lossLevelE18, b.lossCapacityE18, "loss");
        assertEq(b.turnoverLevelE18, b.turnoverCapacityE18, "turnover");
        assertGe(b.lossCapacityE18, 1, "and not of nothing");
        sendFails(goodSwap(), IBalancerErrors.LossBudgetExceeded.selector);
        Swap memory free = openSwap(address(usdc), 5_000e6, address(weth), 2.5e18, address(0), "");
        sendFails(free, IBalancerErrors.TurnoverBudgetExceeded.selector);
        warpFresh(6 hours);
        send(propose(one(goodSwap())));
    }

    // ── 6: who can't be what ────────────────────────────────────────────────────────────────────────────────────────

    function test_6_noPartOfTheMachineryIsAnAccount() external {
        address[5] memory parts = [address(clone), address(manager), entryPoint, LOP, address(clones)];
        Config memory c = delegatedConfig();
        for (uint256 i; i < parts.length; ++i) {
            vm.prank(parts[i]);
            expectError(IDelegatedErrors.ForbiddenAccount.selector);
            clones.create(guardian, 0, c);
        }
    }

    function test_6_cloneAndExecutorGuardAndSignNothing() external {
        uint40 generation = clone.generation();
        address executor = clone.executor();
        vm.startPrank(account);
        expectError(IBalancerErrors.ForbiddenSigner.selector);
        clone.setSigner(executor, generation);
        expectError(IBalancerErrors.ForbiddenSigner.selector);
        clone.setSigner(address(clone), generation);
        vm.stopPrank();
        bytes memory config = abi.encode(delegatedConfig());
        IDelegatedBalancer fresh = IDelegatedBalancer(Clones.clone(delegatedImplementation));
        expectError(IDelegatedErrors.ForbiddenGuardian.selector);
        fresh.initialize(account, address(fresh), false, config);
        expectError(IDelegatedErrors.ForbiddenGuardian.selector);
        fresh.initialize(account, vm.computeCreateAddress(address(fresh), 1), false, config);
        expectError(IBalancerErrors.ZeroAddress.selector);
        fresh.initialize(address(0), guardian, false, config);
        fresh.initialize(account, guardian, true, config);
        assertTrue(fresh.paused(), "born paused");
    }

    // ── routers, the executor, rescue ───────────────────────────────────────────────────────────────────────────────

    function test_noPartOfTheMachineryIsARouter() external {
        vm.etch(guardian, hex"00");
        address[7] memory parts =
            [address(manager), entryPoint, account, guardian, address(clones), address(clone), address(weth)];
        for (uint256 i; i < parts.length; ++i) {
            Config memory c = delegatedConfig();
            c.routers[1] = parts[i];
            create(c, IBalancerErrors.ForbiddenRouter.selector);
        }
        Config memory lops = delegatedConfig();
        lops.routers[1] = LOP;
        assertTrue(newClone(lops).isRouter(LOP), "1inch's swap router is LOP's contract");
    }

    function test_theExecutorObeysItsCloneAloneAndKnowsItsAccount() external {
        IDelegatedExecutor executor = IDelegatedExecutor(clone.executor());
        assertEq(executor.receiver(), account, "account");
        assertEq(executor.balancer(), address(clone), "clone");
        expectError(ISwapExecutor.NotBalancer.selector);
        executor.sweep(address(usdc));
        expectError(ISwapExecutor.NotBalancer.selector);
        executor.swap(address(open), address(usdc), 0, address(weth), "");
        expectError(ISwapExecutor.NotBalancer.selector);
        executor.initialize();
    }

    function test_whatWasSentHereByMistakeGoesToTheAccount() external {
        give(address(usdc), address(clone), 7);
        give(address(usdc), clone.executor(), 5);
        vm.prank(stranger);
        clone.rescue(address(usdc));
        assertEq(IERC20(address(usdc)).balanceOf(account), USDC_HELD + 12, "both");
        clone.rescue(address(usdc));
    }

    function test_theDomainIsTheClones() external view {
        (, string memory name, string memory version, uint256 chain, address at,,) = domainOf(address(clone));
        assertEq(name, "1Balancer Delegated", "name");
        assertEq(version, "1", "version");
        assertEq(chain, block.chainid, "chain");
        assertEq(at, address(clone), "clone");
    }

    function domainOf(address at)
        private
        view
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        (, bytes memory answer) = at.staticcall(abi.encodeWithSignature("eip712Domain()"));
        return abi.decode(answer, (bytes1, string, string, uint256, address, bytes32, uint256[]));
    }
}
