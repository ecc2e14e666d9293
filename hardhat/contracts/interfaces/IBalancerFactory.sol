// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import { IBalancerTypes } from "./IBalancer.sol";

/// @title Creates portfolios at addresses bound to their owner and their whole configuration
/// @notice The CREATE2 salt hashes owner, salt and configuration, so whoever deploys at a predicted address deploys
/// exactly the predicted portfolio. Creating and initialising are one call.
interface IBalancerFactory is IBalancerTypes {
    event PortfolioCreated(address indexed portfolio, address indexed owner, bytes32 salt, address creator);

    error SignatureExpired(uint256 deadline);
    error BadOwnerSignature(address owner);
    error ZeroOwner();
    error AlreadyCreated(address portfolio);
    error DepositAllowanceTooLow(address token, uint256 allowance, uint256 amount);

    /// @notice Creates a portfolio owned by the caller. Deposits and ETH (wrapped) come from the caller.
    function create(Config calldata config, bytes32 salt, Deposit[] calldata deposits)
        external
        payable
        returns (address portfolio);

    /// @notice Creates a portfolio for `owner`, who signed it. Deposits and ETH come from the caller, never from `owner`.
    /// @dev EIP-712 domain ("1Balancer Factory", "1", chain id, this). Struct:
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

    /// @notice Where {create} and {createFor} will put this portfolio.
    function predict(address owner, Config calldata config, bytes32 salt) external view returns (address portfolio);

    /// @notice EIP-712 digest that the owner signs for {createFor}.
    function creationHash(address owner, Config calldata config, bytes32 salt, uint256 deadline)
        external
        view
        returns (bytes32);

    function implementation() external view returns (address);
    function weth() external view returns (address);
    function isPortfolio(address account) external view returns (bool);
}
