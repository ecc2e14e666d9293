// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerErrors } from "../interfaces/IBalancer.sol";

/// @title Calls to tokens that may be broken, made so that their caller can go on
/// @dev A plain call gives 63/64 of the gas and copies all that comes back: a token that eats its gas (a failed assertion of
/// old compilers does) or floods its caller with bytes would stop the owner from dropping it. Here it gets a quarter of the
/// gas, and one word of its answer is read.
library Calls {
    uint256 private constant SHARE = 4;
    /// @dev A failure counts only if the token was given this much: else too low an estimate would pass for a broken token.
    uint256 private constant ENOUGH_GAS = 500_000;
    /// @dev What a call to an account that nobody has touched yet costs before it begins, and more.
    uint256 private constant CALL_GAS = 10_000;

    /// @return done whether it neither reverted nor answered with anything but true; no answer from a contract is one
    function tryTrue(address token, bytes memory data) internal returns (bool done) {
        uint256 given = gasleft() / SHARE;
        uint256 size;
        uint256 word;
        assembly ("memory-safe") {
            done := call(given, token, 0, add(data, 0x20), mload(data), 0, 0x20)
            size := returndatasize()
            word := mload(0)
        }
        _requireEnough(done, given);
        return done && (size == 0 ? token.code.length != 0 : size >= 32 && word == 1);
    }

    /// @return done whether it answered with a word at least
    function tryWord(address token, bytes memory data) internal view returns (bool done, uint256 word) {
        uint256 given = gasleft() / SHARE;
        uint256 size;
        assembly ("memory-safe") {
            done := staticcall(given, token, add(data, 0x20), mload(data), 0, 0x20)
            size := returndatasize()
            word := mload(0)
        }
        _requireEnough(done, given);
        return done && size >= 32 ? (true, word) : (false, 0);
    }

    /// @dev With exactly this much gas, or not at all: whoever sends the transaction doesn't choose what can be read.
    /// @return done whether it answered with a word at least
    /// @return word that was answered
    /// @return left of the gas given
    function tryWordFor(address token, bytes memory data, uint256 given)
        internal
        view
        returns (bool done, uint256 word, uint256 left)
    {
        uint256 before = gasleft();
        // EIP-150 keeps back one part in 64, the call itself costs a little.
        uint256 most = before > CALL_GAS ? before - CALL_GAS - before / 64 : 0;
        require(most >= given, IBalancerErrors.TooLittleGas(most, given));
        uint256 size;
        assembly ("memory-safe") {
            done := staticcall(given, token, add(data, 0x20), mload(data), 0, 0x20)
            size := returndatasize()
            word := mload(0)
        }
        uint256 used = before - gasleft();
        left = used < given ? given - used : 0;
        if (!done || size < 32) (done, word) = (false, 0);
    }

    function _requireEnough(bool done, uint256 given) private pure {
        require(done || given >= ENOUGH_GAS, IBalancerErrors.TooLittleGas(given, ENOUGH_GAS));
    }
}
