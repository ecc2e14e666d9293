// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerTypes } from "./IBalancer.sol";

/// @title Creates portfolios at addresses bound to their owner and their whole configuration
/// @notice The CREATE2 salt hashes owner, salt and configuration, so whoever deploys at a predicted address deploys
/// exactly the predicted portfolio. Creating and initialising are one call.
interface IBalancerFactory is IBalancerTypes {
    /// @notice From here on `portfolio` is one of ours ({isPortfolio}). What it was created with follows in its own events;
    /// `creator` sent the call and the first deposits.
    event PortfolioCreated(address indexed portfolio, address indexed owner, bytes32 salt, address creator);

    /// @notice The owner's signature was good up to `deadline`, in Unix seconds.
    error SignatureExpired(uint256 deadline);
    /// @notice Not `owner`'s, by ECDSA or EIP-1271, over exactly this.
    error BadOwnerSignature(address owner);
    /// @notice A portfolio needs an owner.
    error ZeroOwner();
    /// @notice By the same owner with the same salt and configuration; take another salt. By {createFor} only if it has changed
    /// hands since.
    error AlreadyCreated(address portfolio);

    /// @notice Creates a portfolio owned by the caller. Deposits and ETH (wrapped) come from the caller. Anyone may.
    /// @param deposits amounts in the tokens' units; of any token, but what is no asset can only be rescued
    /// @dev All or nothing. Reverts: AlreadyCreated; AllowanceTooLow, and what a token does; what {IBalancer-initialize} refuses.
    function create(Config calldata config, bytes32 salt, Deposit[] calldata deposits)
        external
        payable
        returns (address portfolio);

    /// @notice Creates a portfolio for `owner`, who signed it. Deposits and ETH come from the caller, never from `owner`.
    /// Anyone may, up to `deadline`. If it is there already (a stranger may have sent the signature first) and is still
    /// `owner`'s, this only makes the deposits: a call sent twice deposits twice, as far as the caller's allowances go.
    /// @dev Reverts: SignatureExpired, BadOwnerSignature, ZeroOwner, and what {create} does.
    /// EIP-712 domain ("1Balancer Factory", "1", chain id, this). Struct:
    /// `Create(address owner,address implementation,bytes32 salt,Config config,uint256 deadline)`
    /// `AssetConfig(address token,uint16 targetBps,address feed,uint24 heartbeat,uint24 navMaxAge,uint128 minAnswer,uint128 maxAnswer)`
    /// `Config(address signer,AssetConfig[] assets,Guard guard,address[] routers,OneOffTurnover oneOff)`
    /// `Guard(uint16 maxSlippageBps,uint16 lossBpsPerDay,uint32 turnoverBpsPerDay,uint32 orderTtlMax,uint32 cooldown,uint16 minDriftBps,uint16 overshootBps,uint16 minFillBps,uint16 maxFeeBps,bool publicBook)`
    /// `OneOffTurnover(uint32 bps,uint40 expiresAt)`.
    function createFor(
        address owner,
        Config calldata config,
        bytes32 salt,
        uint256 deadline,
        bytes calldata signature,
        Deposit[] calldata deposits
    ) external payable returns (address portfolio);

    /// @notice Where {create} and {createFor} will put this portfolio, or have put it. Checks nothing: a configuration that is
    /// refused has an address, too.
    function predict(address owner, Config calldata config, bytes32 salt) external view returns (address portfolio);

    /// @notice EIP-712 digest that the owner signs for {createFor}.
    function creationHash(address owner, Config calldata config, bytes32 salt, uint256 deadline)
        external
        view
        returns (bytes32);

    /// @notice The locked Balancer that every portfolio is a clone of.
    function implementation() external view returns (address);
    /// @notice What ETH sent along becomes.
    function weth() external view returns (address);
    /// @notice Whether this factory created it.
    function isPortfolio(address account) external view returns (bool);
}
