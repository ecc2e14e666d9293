// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IBalancerErrors, IBalancerEvents } from "../contracts/interfaces/IBalancer.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title The owner's way out needs no bot, no server, no feed and no LOP
contract CustodyTest is Fixture {
    function test_oneTokenInPartAndWhole() external {
        vm.expectEmit(true, true, true, true, address(balancer));
        emit IBalancerEvents.Withdrawn(address(usdc), stranger, 1e6);
        vm.prank(owner);
        balancer.withdraw(address(usdc), 1e6, stranger);
        vm.prank(owner);
        balancer.withdraw(address(usdc), ALL, stranger);
        assertEq(usdc.balanceOf(stranger), USDC_HELD, "all of it");
    }

    function test_withdrawalsKnowOnlyAssetsAndRescuesOnlyOthers() external {
        TestToken other = new TestToken("Other", "OTH", 18);
        other.mint(address(balancer), 5e18);
        vm.prank(owner);
        expectError(IBalancerErrors.UnknownAsset.selector);
        balancer.withdraw(address(other), 1, owner);
        vm.prank(owner);
        expectError(IBalancerErrors.IsAsset.selector);
        balancer.rescue(address(usdc), 1, owner);
        vm.prank(owner);
        balancer.rescue(address(other), ALL, owner);
        assertEq(other.balanceOf(owner), 5e18, "rescued");
    }

    function test_nowhereAndHereAreNoReceivers() external {
        refusedReceiver(address(0), IBalancerErrors.ZeroAddress.selector);
        refusedReceiver(address(balancer), IBalancerErrors.ForbiddenReceiver.selector);
    }

    function refusedReceiver(address to, bytes4 why) private {
        vm.startPrank(owner);
        expectError(why);
        balancer.withdraw(address(usdc), 1, to);
        expectError(why);
        balancer.withdrawAll(new address[](0), to);
        expectError(why);
        balancer.withdrawShare(1, to);
        expectError(why);
        balancer.rescue(address(lens), 1, to);
        vm.stopPrank();
    }

    function test_aShareOfEverything() external {
        vm.prank(owner);
        balancer.withdrawShare(2_500, owner);
        assertEq(usdc.balanceOf(owner), USDC_HELD / 4, "USDC");
        assertEq(weth.balanceOf(owner), WETH_HELD / 4, "WETH");
        assertEq(wbtc.balanceOf(owner), WBTC_HELD / 4, "WBTC");
        vm.prank(owner);
        balancer.withdrawShare(10_000, owner);
        assertEq(usdc.balanceOf(address(balancer)) + weth.balanceOf(address(balancer)), 0, "all of it");
        vm.prank(owner);
        balancer.withdrawShare(10_000, owner);
    }

    function test_aShareOfNothingOrMoreThanAllIsRefused() external {
        vm.prank(owner);
        expectError(IBalancerErrors.BadShare.selector);
        balancer.withdrawShare(0, owner);
        vm.prank(owner);
        expectError(IBalancerErrors.BadShare.selector);
        balancer.withdrawShare(10_001, owner);
    }

    function test_aShareIsRoundedDownAndNeverOverflows(uint256 balance, uint256 bps) external {
        TestToken other = new TestToken("Other", "OTH", 18);
        addFeed(address(other), 18, 1e8);
        setTargets(4_000, 6_000, 0);
        AssetConfig[] memory list = new AssetConfig[](3);
        list[0] = listing(address(usdc), 4_000);
        list[1] = listing(address(weth), 6_000);
        list[2] = listing(address(other), 0);
        vm.prank(owner);
        balancer.setAssets(list);
        bps = clamp(bps, 1, 10_000);
        other.mint(address(balancer), balance);
        vm.prank(owner);
        balancer.withdrawShare(bps, owner);
        uint256 got = other.balanceOf(owner);
        assertEq(got, balance / 10_000 * bps + balance % 10_000 * bps / 10_000, "share");
    }

    function test_everythingWorksPausedWithDeadFeedsAndWithoutLop() external {
        vm.prank(bot);
        balancer.pause();
        vm.mockCallRevert(address(feedOf[address(usdc)]), "", "dead");
        vm.mockCallRevert(address(feedOf[address(weth)]), "", "dead");
        vm.mockCallRevert(LOP, "", "dead");
        vm.prank(owner);
        balancer.withdraw(address(usdc), 1e6, owner);
        vm.prank(owner);
        balancer.withdrawShare(5_000, owner);
        address[] memory tokens = new address[](2);
        (tokens[0], tokens[1]) = (address(weth), address(wbtc));
        vm.prank(owner);
        balancer.withdrawAll(tokens, owner);
        assertEq(weth.balanceOf(owner), 15e18, "WETH");
        assertEq(wbtc.balanceOf(owner), 0.4e8, "WBTC");
        vm.prank(owner);
        balancer.setSignerAndUnpause(stranger);
        assertFalse(balancer.paused(), "the owner is never stuck");
    }

    function test_anyTokenMayBeNamedInWithdrawAll() external {
        TestToken other = new TestToken("Other", "OTH", 18);
        other.mint(address(balancer), 5e18);
        address[] memory tokens = new address[](2);
        (tokens[0], tokens[1]) = (address(other), address(usdc));
        vm.prank(owner);
        balancer.withdrawAll(tokens, owner);
        assertEq(other.balanceOf(owner), 5e18, "another token");
        assertEq(usdc.balanceOf(owner), USDC_HELD, "an asset");
    }

    function test_etherIsWrappedOrRefused() external {
        vm.deal(owner, 3 ether);
        vm.prank(owner);
        (bool ok,) = address(balancer).call{ value: 1 ether }("");
        assertFalse(ok, "plain ether is refused");
        vm.prank(owner);
        balancer.depositETH{ value: 2 ether }();
        assertEq(weth.balanceOf(address(balancer)), 17e18, "wrapped");
        vm.prank(owner);
        expectError(IBalancerErrors.NothingToWrap.selector);
        balancer.wrap();
        vm.deal(address(balancer), 1 ether);
        vm.prank(owner);
        balancer.wrap();
        assertEq(weth.balanceOf(address(balancer)), 18e18, "forced in, wrapped");
    }

    function test_unknownCallsAreRefused() external {
        (bool ok,) = address(balancer).call(hex"12345678");
        assertFalse(ok, "no fallback");
    }
}
