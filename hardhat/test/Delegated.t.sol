// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { Delegation } from "../contracts/interfaces/IDelegationManager.sol";
import { DelegatedFixture } from "./support/DelegatedFixture.sol";
import { IManager } from "./support/Framework.sol";

/// @title A leg of an account from its grant to its revocation, on the real delegation contracts, for both kinds of account
/// forge-config: default.evm_version = "prague"
contract DelegatedTest is DelegatedFixture {
    function test_aLegOfAnUpgradedKeyIsPulledSwappedJudgedAndSentHome() external {
        _fromGrantToRevocation();
    }

    function test_aLegOfAHybridAccountIsPulledSwappedJudgedAndSentHome() external {
        serve(newHybrid(owner));
        _fromGrantToRevocation();
    }

    function _fromGrantToRevocation() private {
        uint256 before = navE32();
        send(propose(one(goodSwap())));
        assertEq(held(address(usdc)), USDC_HELD - 5_000e6, "sold");
        assertGe(held(address(weth)), WETH_HELD + 2.49e18, "bought");
        assertEq(usdc.balanceOf(address(clone)) + usdc.balanceOf(clone.executor()), 0, "nothing is kept");
        assertEq(usdc.allowance(clone.executor(), address(uniswap)), 0, "nor allowed");
        assertApprox(
            clone.budgets().lossLevelE18, (before - navE32()) * 1e18 / before, 1e6, "the loss is charged"
        );
        assertApprox(clone.budgets().turnoverLevelE18, levelE18(5_000), 1, "and the turnover");

        vm.prank(guardian);
        clone.pause();
        sendFails(goodSwap(), IBalancerErrors.IsPaused.selector);
        uint40 generation = clone.generation();
        vm.prank(account);
        clone.unpause(generation);
        send(propose(one(goodSwap())));

        Delegation memory given = abi.decode(contextFor[address(usdc)], (Delegation[]))[0];
        vm.prank(account);
        manager.disableDelegation(given);
        sendFails(goodSwap(), IManager.CannotUseADisabledDelegation.selector);
    }
}
