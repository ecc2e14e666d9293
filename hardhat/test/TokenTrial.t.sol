// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ITokenTrial } from "../contracts/interfaces/ITokenTrial.sol";
import { OddToken } from "./support/OddToken.sol";
import { TestBase } from "./support/TestBase.sol";

/// @title Trial transfers, each with gas of its own and undone before the next
contract TokenTrialTest is TestBase {
    ITokenTrial private trial;
    address private ann = address(0xa11);
    address private bob = address(0xb0b);
    OddToken private odd;
    OddToken private plain;

    function setUp() external {
        trial = ITokenTrial(vm.deployCode("hardhat/artifacts/contracts/TokenTrial.sol/TokenTrial.json"));
        bytes memory proxy =
            abi.encodePacked(hex"363d3d373d3d3d363d73", address(trial), hex"5af43d82803e903d91602b57fd5bf3");
        vm.etch(ann, proxy);
        vm.etch(bob, proxy);
        (odd, plain) = (new OddToken(18), new OddToken(6));
        odd.mint(ann, 1e18);
        plain.mint(ann, 5e6);
        plain.mint(bob, 7e6);
    }

    function tryBoth(address token) private returns (ITokenTrial.Answer memory) {
        ITokenTrial.Trial[] memory trials = new ITokenTrial.Trial[](3);
        trials[0] = ITokenTrial.Trial(ann, token);
        trials[1] = ITokenTrial.Trial(ann, address(plain));
        trials[2] = ITokenTrial.Trial(bob, address(plain));
        (uint256 number,, ITokenTrial.Answer[] memory answers) = trial.tryAll{ gas: 3_000_000 }(trials);
        assertEq(number, block.number, "block");
        for (uint256 i = 1; i < 3; ++i) {
            assertTrue(answers[i].ok && answers[i].moved, "the others are tried all the same");
            assertEq(answers[i].units, i == 1 ? 5e6 : 7e6, "each holder's own");
            assertEq(answers[i].brought, answers[i].units, "whole");
        }
        assertEq(plain.balanceOf(ann), 5e6, "nothing has moved");
        return answers[0];
    }

    function test_aPlainTokenBringsWhatIsSent() external {
        ITokenTrial.Answer memory a = tryBoth(address(odd));
        assertTrue(a.ok && a.moved, "moved");
        assertEq(a.brought, 1e18, "brought");
        assertEq(odd.balanceOf(ann), 1e18, "undone");
    }

    function test_aFeeBringsLess() external {
        odd.setFees(1, 0);
        ITokenTrial.Answer memory a = tryBoth(address(odd));
        assertTrue(a.moved, "moved");
        assertEq(a.brought, 1e18 - 1e14, "brought");
    }

    function test_aBarredHolderAndAnAnswerOfFalseAreNoTransfer() external {
        odd.setBlocked(ann, true);
        assertFalse(tryBoth(address(odd)).moved, "barred");
        odd.setReturns(false, true);
        assertFalse(tryBoth(address(odd)).moved, "false");
        odd.setBlocked(ann, false);
        odd.setReturns(true, false);
        assertTrue(tryBoth(address(odd)).moved, "an old token answers nothing");
    }

    function test_whatCantBeReadOrBurnsItsGasOrIsNoContractIsNoAnswer() external {
        odd.setBalanceReverts(true);
        assertFalse(tryBoth(address(odd)).ok, "balance");
        assertFalse(tryBoth(address(0xdead)).ok, "no contract");
        assertFalse(tryBoth(address(new BurningToken())).ok, "burnt");
    }

    function test_aTokenThatSpendsItsHoldersOtherUnitsDuringItsTrialTakesNothingFromTheirs() external {
        odd.setHook(address(new Meddler(ann, bob, address(plain))));
        tryBoth(address(odd));
    }

    function test_withoutUnitsNothingIsTried() external {
        ITokenTrial.Trial[] memory trials = new ITokenTrial.Trial[](1);
        trials[0] = ITokenTrial.Trial(bob, address(odd));
        (,, ITokenTrial.Answer[] memory answers) = trial.tryAll(trials);
        assertTrue(answers[0].ok && !answers[0].moved && answers[0].units == 0, "nothing");
    }
}

/// @dev Burns what it is given.
contract BurningToken {
    fallback() external {
        while (true) { }
    }
}

/// @dev Called in the middle of a transfer, it asks the holders to send their units of another token.
contract Meddler {
    address private immutable ANN;
    address private immutable BOB;
    address private immutable TOKEN;

    constructor(address ann, address bob, address token) {
        (ANN, BOB, TOKEN) = (ann, bob, token);
    }

    fallback() external {
        try ITokenTrial(ANN).tryOne(TOKEN) { } catch { }
        try ITokenTrial(BOB).tryOne(TOKEN) { } catch { }
    }
}
