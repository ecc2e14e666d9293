// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ISwapExecutor } from "./ISwapExecutor.sol";

/// @title The hands of one DelegatedBalancer: what they sweep goes to the account, and to nobody else
interface IDelegatedExecutor is ISwapExecutor {
    /// @notice Who gets what is swept: the account of the contract that initialised it.
    function receiver() external view returns (address);
}
