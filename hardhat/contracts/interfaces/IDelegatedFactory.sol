// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerTypes } from "./IBalancer.sol";

/// @title IDelegatedFactory: one current clone for each account
/// @notice Has no owner and no settings. A clone's address is bound to account, guardian, index and whole configuration.
interface IDelegatedFactory is IBalancerTypes {
    /// @notice From here on `clone` is the account's current one. What it was created with follows in its own events.
    event DelegatedCreated(
        address indexed clone, address indexed account, uint256 index, address indexed guardian, address sender
    );
    /// @notice Paused for ever; told before the creation that took its place, if one did.
    event DelegatedRetired(address indexed clone, address indexed account, uint256 index);

    /// @notice The account's signature was good up to `deadline`, in Unix seconds.
    error SignatureExpired(uint256 deadline);
    /// @notice A signature that lies about is good for an hour at most.
    error DeadlineTooFar(uint256 deadline, uint256 latest);
    /// @notice Not the account's, by its key or EIP-1271, over exactly this.
    error BadAccountSignature(address account);
    /// @notice Out of turn: the next clone's index is `next`, or there is no current one to be retired.
    error WrongIndex(uint256 given, uint256 next);
    /// @notice A factory before this one has a current clone of the account: it is to be retired there first.
    error CloneElsewhere(address factory, address clone);

    /// @notice Creates the caller's clone and retires the one before it in the same call, also while that one is locked. Born
    /// paused if the one before is paused.
    /// @param index how many clones the account has had
    /// @param config as for a Balancer, without public book and one-off turnover
    /// @dev Reverts: WrongIndex, CloneElsewhere, and what {IDelegatedBalancer-initialize} does.
    function create(address guardian, uint256 index, Config calldata config) external returns (address clone);

    /// @notice The same for an account that signed {creationHash}; sent by anybody. Sent twice it answers with the clone that is
    /// there, while it is current.
    /// @dev Reverts: SignatureExpired, DeadlineTooFar, BadAccountSignature, and what {create} does. An account without code signs
    /// by its key; one with code by its key or by EIP-1271.
    /// EIP-712 domain ("1Balancer Delegated Factory", "1", chain id, this). Struct:
    /// `Create(address account,address implementation,address guardian,uint256 index,Config config,uint256 deadline)`,
    /// `Config` and what it is made of as in {IBalancerFactory-createFor}.
    function createFor(
        address account,
        address guardian,
        uint256 index,
        Config calldata config,
        uint256 deadline,
        bytes calldata signature
    ) external returns (address clone);

    /// @notice Retires the caller's current clone without a new one.
    /// @param index of that clone
    /// @dev Reverts: WrongIndex.
    function retire(uint256 index) external;

    /// @notice Where {create} and {createFor} will put this clone, or have put it. Checks nothing.
    function predict(address account, address guardian, uint256 index, Config calldata config)
        external
        view
        returns (address clone);

    /// @notice EIP-712 digest that the account signs for {createFor}.
    function creationHash(address account, address guardian, uint256 index, Config calldata config, uint256 deadline)
        external
        view
        returns (bytes32);

    /// @notice The account's clone that may trade; 0: none.
    function currentOf(address account) external view returns (address);
    /// @notice How many clones the account has had here: the next one's index.
    function countOf(address account) external view returns (uint256);
    /// @notice Whether this factory created it, retired or not.
    function isClone(address account) external view returns (bool);
    /// @notice The locked DelegatedBalancer that every clone is a clone of.
    function implementation() external view returns (address);
    /// @notice The factories before this one.
    function predecessors() external view returns (address[] memory);
}
