// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Which of some addresses are one token
/// @dev One token under two addresses is counted twice and sold for itself. Two addresses that move together have the same
/// supply and give everybody the same balance. Equal supplies alone prove nothing (many tokens have a billion), so somebody
/// must hold something: before that nobody can tell. Never reverts; what doesn't answer is nobody's twin.
library Twins {
    /// @dev A token that eats its gas gets this part of it.
    uint256 private constant SHARE = 4;

    struct Found {
        uint256 mask; // of all that have a twin
        address first; // a pair of them
        address second;
    }

    /// @param holders whose balances are compared
    function find(address[] memory tokens, address[3] memory holders) internal view returns (Found memory found) {
        uint256[] memory supplies = new uint256[](tokens.length);
        for (uint256 i; i < tokens.length; ++i) {
            supplies[i] = _tryWord(tokens[i], abi.encodeCall(IERC20.totalSupply, ()));
            if (supplies[i] == 0) continue;
            for (uint256 j; j < i; ++j) {
                if (supplies[j] != supplies[i] || !_heldAlike(tokens[j], tokens[i], holders)) continue;
                found.mask |= (1 << i) | (1 << j);
                (found.first, found.second) = (tokens[j], tokens[i]);
            }
        }
    }

    function _heldAlike(address a, address b, address[3] memory holders) private view returns (bool held) {
        for (uint256 i; i < holders.length; ++i) {
            bytes memory call = abi.encodeCall(IERC20.balanceOf, (holders[i]));
            uint256 balance = _tryWord(a, call);
            if (_tryWord(b, call) != balance) return false;
            if (balance != 0) held = true;
        }
    }

    /// @dev 0 for no answer.
    function _tryWord(address token, bytes memory data) private view returns (uint256 word) {
        uint256 given = gasleft() / SHARE;
        assembly ("memory-safe") {
            let ok := staticcall(given, token, add(data, 0x20), mload(data), 0, 0x20)
            if and(ok, gt(returndatasize(), 31)) { word := mload(0) }
        }
    }
}
