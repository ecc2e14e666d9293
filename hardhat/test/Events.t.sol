// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { Mirror } from "./support/Mirror.sol";
import { Proposing } from "./support/Proposing.sol";

/// @title Every change of what a portfolio stores can be told from its events, from its creation on
contract EventsTest is Proposing {
    Mirror private mirror;
    address private heir = address(0x4e14);

    function setUp() public override {
        mirror = new Mirror();
        deployWorld(address(0));
        deployAssets();
        Config memory config = defaultConfig();
        config.routers = new address[](1);
        config.routers[0] = address(lens);
        config.oneOff = OneOffTurnover(1_000, uint40(block.timestamp + 2 days));
        vm.recordLogs();
        balancer = createPortfolio(config);
        same("after its creation");
        fundDefault();
    }

    /// @dev What was logged since the last time makes the mirror what the portfolio is.
    function same(string memory when) private {
        mirror.take(vm.getRecordedLogs(), address(balancer));
        mirror.check(balancer, when);
    }

    function later(uint256 by) private {
        warpFresh(by);
        same("as time passes");
    }

    function test_fillsTellWhatTheyChargedAndWhichCooldownsTheyStarted() external {
        IOrderMixin.Order memory order = orderOf(address(usdc), 5_000e6, address(weth), 2.49e18);
        Signed memory x = fill(order, 4_999e6);
        same("after a part with a loss");
        later(10 minutes - 1);
        fillAs(taker, x, 1e6);
        same("after the rest, which starts no cooldown");
        later(1 hours);
        fill(orderOf(address(usdc), 3_000e6, address(weth), 1.5e18));
        same("after another fill");
    }

    function test_theTurnoverBucketAndTheOneOffAllowanceAreToldApart() external {
        Guard memory g = defaultGuard();
        g.turnoverBpsPerDay = 1_000;
        setGuard(g);
        fill(goodOrder());
        same("the bucket is full");
        fill(orderOf(address(usdc), 4_000e6, address(weth), 2e18));
        same("the rest from the one-off allowance");
        later(2 days);
        same("which has expired");
    }

    function test_proposalsTellTheirNonceAndEveryAsset() external {
        openUniswap();
        setTargets(3_000, 4_500, 2_500);
        same("before");
        Swap memory a = swapOf(address(usdc), 5_000e6, address(weth), 2.4e18);
        Swap memory b = swapOf(address(usdc), 4_000e6, address(wbtc), 0.07e8);
        nextNonce = 200;
        send(propose(two(a, b)));
        same("after two swaps");
        later(30 minutes);
    }

    function test_listsOfAssetsCanBeFollowedThroughEveryChange() external {
        fill(goodOrder());
        vm.prank(owner);
        balancer.setAllowanceCeiling(address(usdc), 7e6);
        same("a ceiling");
        setTargets(0, 8_000, 2_000);
        same("new targets");
        AssetConfig[] memory list = new AssetConfig[](2);
        (list[0], list[1]) = (listing(address(wbtc), 2_000), listing(address(weth), 8_000));
        vm.prank(owner);
        balancer.setAssets(list);
        same("one dropped, two exchanged");
        mirror.checkDropped(balancer, address(usdc));

        list = new AssetConfig[](3);
        (list[0], list[1], list[2]) =
            (listing(address(usdc), 0), listing(address(weth), 8_000), listing(address(wbtc), 2_000));
        (list[0].minAnswer, list[0].maxAnswer) = (0.9e8, 1.1e8);
        vm.prank(owner);
        balancer.setAssets(list);
        same("it is back, without its stamps");
        vm.prank(owner);
        balancer.setFeed(address(weth), address(feedOf[address(wbtc)]), 30 minutes, 2 hours, 1, 1e15);
        same("another feed");
        vm.prank(owner);
        balancer.removeAsset(address(usdc));
        same("the first one removed: the others move up");
    }

    function test_ownersAndSignersChangesAreAllTold() external {
        fill(orderOf(address(usdc), 5_000e6, address(weth), 2.48e18));
        same("a fill");
        later(1 hours);
        vm.startPrank(owner);
        Guard memory g = defaultGuard();
        (g.lossBpsPerDay, g.turnoverBpsPerDay, g.publicBook) = (20, 700, true);
        balancer.setGuard(g);
        same("a tighter guard settles the old rate first");
        balancer.grantTurnover(OneOffTurnover(500, uint40(block.timestamp + 1 days)));
        same("a grant replaces the last one");
        balancer.grantTurnover(OneOffTurnover(0, 0));
        same("and is taken back");
        balancer.setRouter(address(factory.implementation()), true);
        balancer.setRouter(LOP, true);
        balancer.setRouter(LOP, true);
        balancer.setRouter(address(lens), false);
        same("routers");
        balancer.setSigner(stranger);
        balancer.pause();
        same("paused");
        balancer.setSignerAndUnpause(bot);
        balancer.bumpGeneration();
        same("unpaused with a new signer");
        balancer.transferOwnership(heir);
        same("an heir is named");
        vm.stopPrank();
        vm.prank(heir);
        balancer.acceptOwnership();
        same("and accepts");
    }
}
