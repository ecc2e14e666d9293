// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";
import { IBalancerErrors, IBalancerEvents } from "../contracts/interfaces/IBalancer.sol";
import { Income } from "./support/OddToken.sol";
import { OddFixture } from "./support/OddFixture.sol";

/// @title Tokens with bad habits, and income in the middle of a fill
contract OddTokensTest is OddFixture {
    // ── income that anyone can trigger while a fill is under way ────────────────────────────────────────────────────

    function incomeOf(address token) private returns (Income income) {
        income = new Income(token, address(balancer));
        if (token == address(odd)) odd.mint(address(income), 10_000e18);
        else give(token, address(income), 10_000e6);
    }

    /// @dev The portfolio sells 5,000 USD for 1 wei while its own vested 5,000 arrive: bare differences see no loss.
    function test_incomeOfTheBoughtTokenInsideAFillHidesNoTheft() external {
        Income income = incomeOf(address(odd));
        scripted.script(address(income), abi.encodeCall(income.release, (5_000e18)), 0);
        IOrderMixin.Order memory o = buyOdd(1);
        bytes memory blob = signed(o).blob;
        expectError(IBalancerErrors.SlippageTooHigh.selector);
        scripted.fill(o, blob, "", o.makingAmount);
    }

    /// @dev Twice the order leaves while half comes back as income: bare differences see one order's worth.
    function test_incomeOfTheSoldTokenInsideAFillHidesNoTheft() external {
        Income income = incomeOf(address(usdc));
        scripted.script(address(income), abi.encodeCall(income.release, (2_500e6)), 0);
        IOrderMixin.Order memory o = buyOdd(2_500e18);
        bytes memory blob = signed(o).blob;
        expectError(IBalancerErrors.SlippageTooHigh.selector);
        scripted.fill(o, blob, "", o.makingAmount);
    }

    function test_incomeInsideAnHonestFillNeitherHelpsNorHarms() external {
        Income income = incomeOf(address(odd));
        scripted.script(address(income), abi.encodeCall(income.release, (1_000e18)), 0);
        IOrderMixin.Order memory o = buyOdd(4_990e18);
        Signed memory x = signed(o);
        vm.expectEmit(true, true, true, true, address(balancer));
        emit IBalancerEvents.Filled(x.hash, address(usdc), address(odd), 5_000e6, 4_990e18, address(scripted));
        scripted.fill(o, x.blob, "", o.makingAmount);
        assertEq(balancer.budgets().lossLevelE18, levelE18(10), "charged");
    }

    function test_aRebaseInsideAFillHidesNoTheft() external {
        scripted.script(address(odd), abi.encodeCall(odd.rebase, (1.2e18)), 0);
        IOrderMixin.Order memory o = buyOdd(1);
        bytes memory blob = signed(o).blob;
        expectError(IBalancerErrors.SlippageTooHigh.selector);
        scripted.fill(o, blob, "", o.makingAmount);
    }

    function test_aRebaseDownInsideASaleIsCharged() external {
        oddHeavy();
        scripted.script(address(odd), abi.encodeCall(odd.rebase, (0.99e18)), 0);
        IOrderMixin.Order memory o = sellOdd(5_000e6);
        bytes memory blob = signed(o).blob;
        // 250 more than the order's 5,000 are gone
        expectError(IBalancerErrors.SlippageTooHigh.selector);
        scripted.fill(o, blob, "", o.makingAmount);
    }

    // ── fees on transfer ────────────────────────────────────────────────────────────────────────────────────────────

    function test_whatABoughtTokensFeeTakesIsCharged() external {
        odd.setFees(50, 0);
        fill(buyOdd(5_000e18));
        assertEq(balancer.budgets().lossLevelE18, levelE18(25), "50 bps of 5,000 USD");
        odd.setFees(101, 0);
        fillFails(buyOdd(5_000e18), 1_000e6, IBalancerErrors.SlippageTooHigh.selector);
    }

    function test_whatASoldTokensFeeTakesOnTopIsCharged() external {
        oddHeavy();
        odd.setFees(0, 50);
        IOrderMixin.Order memory o = sellOdd(5_000e6);
        fill(o);
        assertEq(balancer.budgets().lossLevelE18, levelE18(25), "50 bps of 5,000 USD");
        assertEq(balancer.budgets().turnoverLevelE18, levelE18(5_025), "and turned over");
        odd.setFees(0, 102);
        fillFails(sellOdd(5_000e6), 1_000e18, IBalancerErrors.SlippageTooHigh.selector);
    }

    // ── hooks ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aHookOfTheTokenCannotFillAgain() external {
        IOrderMixin.Order memory second = buyOdd(5_000e18);
        bytes memory blob = signed(second).blob;
        bytes memory again = abi.encodeCall(lop.fillContractOrder, (second, blob, 1_000e18, TakerTraits.wrap(0)));
        scripted.script(LOP, again, IBalancerErrors.IsLocked.selector);
        odd.setHook(address(scripted));
        fill(buyOdd(5_000e18));
        assertEq(scripted.ran(), 1, "the hook ran");
    }

    function test_aHookThatRevertsOnlyStopsItsOwnFill() external {
        oddHeavy();
        scripted.script(address(scripted), abi.encodeWithSignature("nothing()"), 0x12345678);
        odd.setHook(address(scripted));
        Signed memory x = signed(sellOdd(5_000e6));
        vm.expectRevert();
        fillAs(taker, x, 5_000e18);
        odd.setHook(address(0));
        fillAs(taker, x, 5_000e18);
    }

    // ── returns and approvals ───────────────────────────────────────────────────────────────────────────────────────

    function test_aTokenThatReturnsNothingTradesBothWays() external {
        odd.setReturns(true, false);
        odd.setApprovals(true, false);
        fill(buyOdd(5_000e18));
        warpFresh(2 hours);
        oddHeavy();
        fill(sellOdd(5_000e6));
        assertEq(odd.allowance(address(balancer), LOP), 0, "allowance left");
    }

    function test_aTokenThatReturnsFalseMovesNothingAndFailsTheFill() external {
        odd.setReturns(false, true);
        odd.setBlocked(taker, true);
        fillFails(buyOdd(5_000e18), IOrderMixin.TransferFromTakerToMakerFailed.selector);
        oddHeavy();
        fillFails(sellOdd(5_000e6), IOrderMixin.TransferFromMakerToTakerFailed.selector);
        odd.setBlocked(taker, false);
        fill(sellOdd(5_000e6));
    }

    function test_aTokenThatRefusesApprovalsFailsItsOwnSaleOnly() external {
        oddHeavy();
        odd.setReturns(false, true);
        odd.setApprovals(false, true);
        Signed memory x = signed(sellOdd(5_000e6));
        expectError(SafeERC20.SafeERC20FailedOperation.selector);
        fillAs(taker, x, 5_000e18);
    }

    function test_aBlockedPortfolioTradesNothingButItsOtherAssetsCanBeWithdrawn() external {
        odd.setBlocked(address(balancer), true);
        fillFails(buyOdd(5_000e18), IOrderMixin.TransferFromTakerToMakerFailed.selector);
        address[] memory tokens = new address[](3);
        (tokens[0], tokens[1], tokens[2]) = (address(odd), address(usdc), address(wbtc));
        vm.expectEmit(true, true, true, true, address(balancer));
        emit IBalancerEvents.WithdrawFailed(address(odd), owner, 30_000e18);
        vm.prank(owner);
        balancer.withdrawAll(tokens, owner);
        assertEq(usdc.balanceOf(owner), 50_000e6, "USDC");
        assertEq(wbtc.balanceOf(owner), 0.4e8, "WBTC");
    }

    function test_withdrawAllSkipsTokensThatFailInAnyWay() external {
        address[] memory tokens = new address[](4);
        (tokens[0], tokens[1], tokens[2], tokens[3]) = (address(odd), address(usdc), stranger, address(this));
        odd.setBalanceReverts(true);
        vm.prank(owner);
        balancer.withdrawAll(tokens, owner);
        assertEq(usdc.balanceOf(owner), 50_000e6, "USDC");
        odd.setBalanceReverts(false);
        odd.setReturns(false, true);
        odd.setBlocked(owner, true);
        vm.expectEmit(true, true, true, true, address(balancer));
        emit IBalancerEvents.WithdrawFailed(address(odd), owner, 30_000e18);
        vm.prank(owner);
        balancer.withdrawAll(tokens, owner);
        odd.setBlocked(owner, false);
        odd.setReturns(true, false);
        vm.prank(owner);
        balancer.withdrawAll(tokens, owner);
        assertEq(odd.balanceOf(owner), 30_000e18, "ODD");
    }

    function test_aBrokenTokenCanBeDroppedAllTheSame() external {
        (address[] memory tokens, uint16[] memory targets) = (new address[](3), new uint16[](3));
        (tokens[0], tokens[1], tokens[2]) = (address(usdc), address(odd), address(wbtc));
        (targets[0], targets[2]) = (6_000, 4_000);
        odd.setBalanceReverts(true);
        odd.setApprovals(false, true);
        vm.mockCallRevert(address(odd), abi.encodeWithSelector(IERC20.allowance.selector), "down");
        vm.mockCallRevert(address(feedOf[address(odd)]), "", "down");
        vm.prank(owner);
        balancer.setTargets(tokens, targets, OneOffTurnover(0, 0));
        vm.prank(owner);
        balancer.removeAsset(address(odd));
        assertEq(balancer.assets().length, 2, "assets");
        vm.clearMockedCalls();
        fill(orderOf(address(usdc), 1_000e6, address(wbtc), 0.02e8));
    }
}
