// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerTypes } from "./IBalancer.sol";
import { ICashTypes } from "./ICashPortfolio.sol";

/// @title ICashFactory: makes cash portfolios at addresses that nobody else can take
interface ICashFactory is ICashTypes {
    event CashPortfolioCreated(address indexed portfolio, address indexed owner, bytes32 salt, address sender);

    /// @notice A portfolio of nobody.
    error ZeroOwner();
    /// @notice There is one of this owner, salt and configuration.
    error AlreadyCreated(address portfolio);
    /// @notice The last second of the owner's signature is over.
    error SignatureExpired(uint256 deadline);
    /// @notice Not the owner's word for exactly this creation.
    error BadOwnerSignature(address owner);

    /// @notice Creates the caller's portfolio and pays the deposits into it, from the caller.
    function create(CashConfig calldata config, bytes32 salt, IBalancerTypes.Deposit[] calldata deposits)
        external
        returns (address portfolio);

    /// @notice The same for an owner who signed {creationHash}; sent by anybody, paid by the sender. If it is there already and still
    /// his, only the deposits are made.
    function createFor(
        address owner,
        CashConfig calldata config,
        bytes32 salt,
        uint256 deadline,
        bytes calldata signature,
        IBalancerTypes.Deposit[] calldata deposits
    ) external returns (address portfolio);

    /// @notice Where it will be. Equal addresses on two chains prove nothing: code and owner there may be others.
    function predict(address owner, CashConfig calldata config, bytes32 salt) external view returns (address);

    /// @notice EIP-712 digest of a creation, domain ("1Balancer Cash Factory", "1", chain id, this).
    function creationHash(address owner, CashConfig calldata config, bytes32 salt, uint256 deadline)
        external
        view
        returns (bytes32);

    function implementation() external view returns (address);
    function isPortfolio(address account) external view returns (bool);
}
