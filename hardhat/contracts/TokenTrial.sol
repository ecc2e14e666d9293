// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ITokenTrial } from "./interfaces/ITokenTrial.sol";

/// @title TokenTrial
contract TokenTrial is ITokenTrial {
    /// @dev One part in so many is kept for the contract itself, which copies every answer.
    uint256 private constant KEPT_PART = 16;

    /// @inheritdoc ITokenTrial
    function tryAll(Trial[] calldata trials) external returns (uint256, uint256, Answer[] memory answers) {
        answers = new Answer[](trials.length);
        uint256 left = gasleft();
        uint256 share = (left - left / KEPT_PART) / (trials.length + 1);
        for (uint256 i; i < trials.length; ++i) {
            try ITokenTrial(trials[i].holder).tryOne{ gas: share }(trials[i].token) { }
            catch (bytes memory reason) {
                if (bytes4(reason) == Tried.selector) answers[i] = this.answerOf(reason);
            }
        }
        return (block.number, block.timestamp, answers);
    }

    /// @inheritdoc ITokenTrial
    function tryOne(address token) external {
        // New with every block and holder: nobody's units are there already, and no token can spare it.
        address stranger = address(uint160(uint256(keccak256(abi.encode(token, address(this), block.number)))));
        Answer memory answer;
        (bool heldOk, uint256 units) = _balance(token, address(this));
        (bool beforeOk, uint256 before) = _balance(token, stranger);
        answer.units = units;
        if (units > 0) answer.moved = _transfer(token, stranger, units);
        (bool afterOk, uint256 afterwards) = _balance(token, stranger);
        if (afterwards > before) answer.brought = afterwards - before;
        answer.ok = heldOk && beforeOk && afterOk;
        revert Tried(answer);
    }

    /// @inheritdoc ITokenTrial
    function answerOf(bytes calldata reason) external pure returns (Answer memory) {
        return abi.decode(reason[4:], (Answer));
    }

    /// @dev Old tokens answer nothing, some that it failed.
    function _transfer(address token, address to, uint256 units) private returns (bool) {
        (bool ok, bytes memory data) = token.call(abi.encodeCall(IERC20.transfer, (to, units)));
        return ok && (data.length == 0 || (data.length >= 32 && uint256(bytes32(data)) == 1));
    }

    function _balance(address token, address owner) private view returns (bool, uint256) {
        (bool ok, bytes memory data) = token.staticcall(abi.encodeCall(IERC20.balanceOf, (owner)));
        return ok && data.length >= 32 ? (true, uint256(bytes32(data))) : (false, 0);
    }
}
