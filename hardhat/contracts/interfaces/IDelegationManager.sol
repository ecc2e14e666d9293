// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev A condition of a delegation; `args` are the redeemer's and no part of the delegation's hash.
struct Caveat {
    address enforcer;
    bytes terms;
    bytes args;
}

/// @dev As the delegation framework encodes it; a permission context is abi.encode(Delegation[]), the leaf first.
struct Delegation {
    address delegate;
    address delegator;
    bytes32 authority;
    Caveat[] caveats;
    uint256 salt;
    bytes signature;
}

/// @title What we ask of the chain's DelegationManager (ERC-7710)
interface IDelegationManager {
    /// @notice Has each delegator execute what its delegate, the caller, built.
    /// @param contexts encoded delegations, one list for each execution
    /// @param modes ERC-7579 modes; 0 is a single call that reverts if it fails
    /// @param executions in single mode target, value and calldata, packed
    function redeemDelegations(bytes[] calldata contexts, bytes32[] calldata modes, bytes[] calldata executions) external;
}
