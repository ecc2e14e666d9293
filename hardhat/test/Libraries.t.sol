// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { OpenFill } from "../contracts/libraries/OpenFill.sol";
import { State } from "../contracts/libraries/State.sol";
import { Portfolio, Position, Price, Valuation } from "../contracts/libraries/Valuation.sol";
import { EmptyDelegatedBalancer } from "./skeletons/EmptyDelegatedBalancer.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title The libraries fit contracts to come, and all fit a block chain's limit
contract LibrariesTest is Fixture {
    uint256 private constant CODE_BYTES_MAX = 24_576;

    State private s;

    function test_everyContractIsBelowTheSizeLimit() external {
        if (isEditing()) return; // the limit is for what is deployed
        assertLe(implementation.code.length, CODE_BYTES_MAX, "Balancer");
        assertLe(address(factory).code.length, CODE_BYTES_MAX, "BalancerFactory");
        string[5] memory names = ["Administration", "Custody", "OrderRules", "Proposals", "Views"];
        for (uint256 i; i < names.length; ++i) {
            assertLe(deployOurs("libraries/", names[i], "").code.length, CODE_BYTES_MAX, names[i]);
        }
    }

    // ── contracts to come ───────────────────────────────────────────────────────────────────────────────────────────

    function test_anEmptyDelegatedBalancerJudgesWhatItsAccountHolds() external {
        deployUniswap();
        Config memory c = defaultConfig();
        c.routers = new address[](1);
        c.routers[0] = address(uniswap);
        EmptyDelegatedBalancer delegated = new EmptyDelegatedBalancer(address(balancer), LOP, abi.encode(c));
        assertLe(address(delegated).code.length, CODE_BYTES_MAX, "size");
        assertEq(usdc.balanceOf(address(delegated)), 0, "holds nothing itself");
        assertEq(delegated.navE32(), navE32(), "NAV of the account");
        Swap[] memory swaps = new Swap[](1);
        swaps[0] = Swap(address(uniswap), address(usdc), 5_000e6, address(weth), 0, "");
        uint40 deadline = uint40(block.timestamp + 60);
        bytes memory signature = signBy(BOT_KEY, delegated.proposalHash(swaps, 1, 1, deadline));
        expectError(IBalancerErrors.BoughtNotBelowTarget.selector);
        this.sendOppositeOf(delegated, deadline);
        expectError(IBalancerErrors.SlippageTooHigh.selector);
        delegated.executeSignedRebalance(swaps, 1, 1, deadline, signature);
    }

    function sendOppositeOf(EmptyDelegatedBalancer delegated, uint40 deadline) external {
        Swap[] memory swaps = new Swap[](1);
        swaps[0] = Swap(address(uniswap), address(usdc), 5_000e6, address(wbtc), 0, "");
        bytes memory signature = signBy(BOT_KEY, delegated.proposalHash(swaps, 2, 1, deadline));
        delegated.executeSignedRebalance(swaps, 2, 1, deadline, signature);
    }

    // ── what PRE remembers ──────────────────────────────────────────────────────────────────────────────────────────

    function test_whatPreSawIsWhatPostJudgesByUpToTheEndsOfTheirRanges(
        uint256 nav,
        uint256 sold,
        uint256 bought,
        uint256 balance,
        uint256 answer
    ) external {
        (sold, bought) = (sold % 16, bought % 16);
        if (sold == bought) return;
        s.assets[sold].token = address(1);
        (s.assets[sold].decimals, s.assets[sold].feedDecimals, s.assets[sold].targetBps) = (27, 18, 10_000);
        (s.assets[bought].decimals, s.assets[bought].feedDecimals) = (6, 8);
        Portfolio memory seen;
        // sixteen values of 2^236
        seen.navE32 = clamp(nav, 0, 1 << 240);
        seen.positions = new Position[](16);
        seen.positions[sold].price = Valuation.priceOf(clamp(answer, 1, 1e30), 27, 18);
        seen.positions[sold].balance = clamp(balance, 0, 1e40);
        seen.positions[bought].price = Valuation.priceOf(clamp(answer, 1, 1e30), 6, 8);
        seen.positions[bought].balance = clamp(balance, 0, 1e20);
        OpenFill.remember(seen, sold, bought);
        (uint256 navE32_, uint256 sold_, uint256 bought_) = OpenFill.head();
        assertEq(navE32_, seen.navE32, "NAV");
        assertEq(sold_, sold, "sold");
        assertEq(bought_, bought, "bought");
        same(OpenFill.sold(s.assets[sold]), seen.positions[sold]);
        same(OpenFill.bought(s.assets[bought]), seen.positions[bought]);
        assertEq(OpenFill.sold(s.assets[sold]).targetBps, 10_000, "target");
        assertEq(OpenFill.lock(), bytes32(0), "the lock is another word");
    }

    function same(Position memory got, Position memory wanted) private pure {
        assertEq(got.balance, wanted.balance, "balance");
        assertEq(got.price.mul, wanted.price.mul, "price, above");
        assertEq(got.price.div, wanted.price.div, "price, below");
        assertEq(got.valueE32, Valuation.valueDown(wanted.balance, wanted.price), "value");
    }
}
