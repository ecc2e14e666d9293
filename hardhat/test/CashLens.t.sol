// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ICashLens } from "../contracts/interfaces/ICashLens.sol";
import { ICashPortfolio } from "../contracts/interfaces/ICashPortfolio.sol";
import { CashFixture } from "./support/CashFixture.sol";

/// @title One call reads a chain: portfolios, vaults, and what has arrived
contract CashLensTest is CashFixture {
    uint256 private constant CODE_BYTES_MAX = 24_576;
    ICashLens private lens;
    address[] private none;
    bytes32[] private noNonces;

    function setUp() public override {
        super.setUp();
        lens = ICashLens(deployOurs("CashLens", ""));
    }

    function one(address a) private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = a;
    }

    function test_everythingOfAPortfolioIsReadByOneCall() external {
        openAway(cash, AWAY, sibling);
        enter(10_500e6);
        (uint256 number, uint256 time, ICashLens.CashPortfolioState[] memory states,,) =
            lens.read(one(address(cash)), none, address(0), noNonces);
        ICashLens.CashPortfolioState memory p = states[0];
        assertEq(number, block.number, "block");
        assertEq(time, block.timestamp, "time");
        assertTrue(p.ok, "ok");
        assertEq(p.owner, owner, "owner");
        assertEq(p.pendingOwner, address(0), "heir");
        assertEq(p.signer, bot, "signer");
        assertEq(p.factory, address(factory), "factory");
        assertEq(p.messenger, address(messenger), "messenger");
        assertEq(p.localDomain, HOME, "domain");
        assertEq(p.generation, cash.generation(), "generation");
        assertFalse(p.paused || p.locked, "neither");
        assertEq(keccak256(abi.encode(p.guard)), keccak256(abi.encode(limits())), "guard");
        assertEq(keccak256(abi.encode(p.budgets)), keccak256(abi.encode(cash.budgets())), "budgets");
        assertEq(p.nonceWord0, cash.nonceWord(0), "nonces");
        assertEq(p.value, value(), "value");
        assertEq(p.usdcHeld, usdc.balanceOf(address(cash)), "USDC");
        assertEq(p.vaults.length, 2, "vaults");
        assertEq(p.vaults[0].shares, 10_000e18, "shares");
        assertEq(p.vaults[0].worth, 10_500e6, "worth");
        assertEq(p.vaults[1].live, RATE, "also of one that was given nothing");
        assertEq(p.siblings[0].account, sibling, "sibling");
    }

    function test_whatFailsFailsAlone() external {
        address[] memory list = new address[](3);
        (list[0], list[1], list[2]) = (stranger, address(vault), address(cash));
        (,, ICashLens.CashPortfolioState[] memory states,,) = lens.read(list, none, address(0), noNonces);
        assertFalse(states[0].ok || states[1].ok, "no portfolios");
        assertEq(states[1].portfolio, address(vault), "whose answer it is");
        assertTrue(states[2].ok, "a portfolio");
        (list[0], list[1], list[2]) = (stranger, address(vault), address(other));
        vault.setReadable(false, false);
        (,,, ICashLens.CashVenueState[] memory venues,) = lens.read(none, list, address(0), noNonces);
        assertFalse(venues[0].ok || venues[1].ok, "no vault, and one that can't be read");
        assertEq(venues[1].vault, address(vault), "whose answer it is");
        assertTrue(venues[2].ok, "a vault");
        assertEq(venues[2].rate, RATE, "rate");
        assertEq(venues[2].asset, address(usdc), "asset");
        assertEq(venues[2].totalSupply, 900_000e18, "supply");
        assertEq(venues[2].totalAssets, 945_000e6, "all of it");
        assertEq(venues[2].assetsHeld, 1_000_000e6, "what lies there");
    }

    function test_usedNoncesAreReadBesideTheBalances() external {
        bytes32[] memory nonces_ = new bytes32[](2);
        (nonces_[0], nonces_[1]) = (bytes32(uint256(1)), bytes32(uint256(2)));
        transmitter.use(nonces_[1]);
        (,,,, bool[] memory used) = lens.read(none, none, address(transmitter), nonces_);
        assertFalse(used[0], "not in yet");
        assertTrue(used[1], "in");
    }

    function test_aPortfolioWhoseVaultsEatAllTheirGasIsStillRead() external {
        enter(10_500e6);
        send(enterCall(address(other), 10_500e6, 0));
        vault.setReadable(true, true);
        other.setReadable(true, true);
        (,, ICashLens.CashPortfolioState[] memory states,,) =
            lens.read{ gas: 12_000_000 }(one(address(cash)), none, address(0), noNonces);
        assertTrue(states[0].ok, "ok");
        assertEq(uint256(states[0].vaults[0].state), uint256(VaultState.Unread), "unread");
    }

    function test_theListsEndWhereTheGasDoes() external {
        address[] memory list = new address[](4);
        for (uint256 i; i < 4; ++i) list[i] = address(cash);
        (,, ICashLens.CashPortfolioState[] memory states,,) = lens.read{ gas: 11_010_000 }(list, none, address(0), noNonces);
        assertGe(states.length, 1, "one at least");
        assertLe(states.length, 3, "not all");
        (,,, ICashLens.CashVenueState[] memory venues,) = lens.read{ gas: 2_502_000 }(none, list, address(0), noNonces);
        assertGe(venues.length, 1, "one at least");
        assertLe(venues.length, 3, "not all");
    }

    function test_everyContractIsBelowTheSizeLimit() external {
        if (isEditing()) return; // the limit is for what is deployed
        assertLe(implementation.code.length, CODE_BYTES_MAX, "CashPortfolio");
        assertLe(address(factory).code.length, CODE_BYTES_MAX, "CashFactory");
        assertLe(address(lens).code.length, CODE_BYTES_MAX, "CashLens");
        assertLe(deployOurs("libraries/", "CashRulebook", "").code.length, CODE_BYTES_MAX, "CashRulebook");
        assertLe(deployOurs("libraries/", "CashBridge", "").code.length, CODE_BYTES_MAX, "CashBridge");
        assertEq(ICashPortfolio(implementation).owner(), address(0xdead), "nobody's");
    }
}
