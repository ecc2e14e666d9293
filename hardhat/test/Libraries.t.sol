// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { OpenFill } from "../contracts/libraries/OpenFill.sol";
import { State } from "../contracts/libraries/State.sol";
import { Portfolio, Position, Price, Valuation } from "../contracts/libraries/Valuation.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title What fits a block chain's limit, and what PRE remembers
contract LibrariesTest is Fixture {
    uint256 private constant CODE_BYTES_MAX = 24_576;

    State private s;

    function test_everyContractIsBelowTheSizeLimit() external {
        if (isEditing()) return; // the limit is for what is deployed
        assertLe(implementation.code.length, CODE_BYTES_MAX, "Balancer");
        assertLe(address(factory).code.length, CODE_BYTES_MAX, "BalancerFactory");
        bytes memory arguments = abi.encode(LOP, address(0), address(1), address(2), address(3), 1);
        assertLe(deployOurs("DelegatedBalancer", arguments).code.length, CODE_BYTES_MAX, "DelegatedBalancer");
        assertLe(
            deployOurs("DelegatedFactory", abi.encode(address(1), new address[](0))).code.length, CODE_BYTES_MAX, "its factory"
        );
        string[5] memory names = ["Administration", "Custody", "OrderRules", "Proposals", "Views"];
        for (uint256 i; i < names.length; ++i) {
            assertLe(deployOurs("libraries/", names[i], "").code.length, CODE_BYTES_MAX, names[i]);
        }
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
