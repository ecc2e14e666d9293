// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { IBalancerTypes } from "./interfaces/IBalancer.sol";
import { ICashFactory } from "./interfaces/ICashFactory.sol";
import { ICashPortfolio } from "./interfaces/ICashPortfolio.sol";
import { Transfers } from "./libraries/Transfers.sol";

/// @title CashFactory
/// @notice Has no owner and no settings. A portfolio's address is bound to its owner, salt and whole configuration; siblings are no part
/// of it: they are named where they are.
contract CashFactory is ICashFactory, EIP712 {
    bytes32 private constant GUARD_TYPEHASH = keccak256(
        "CashGuard(uint16 maxLossBps,uint16 lossBpsPerDay,uint32 turnoverBpsPerDay,uint16 bridgeBpsPerDay,uint16 minMoveBps,uint32 cooldown,uint32 deadlineMax)"
    );
    bytes32 private constant VAULT_TYPEHASH =
        keccak256("VaultConfig(address vault,uint16 capBps,uint96 rateMin,uint96 rateMax)");
    bytes32 private constant CONFIG_TYPEHASH = keccak256(
        "CashConfig(address signer,CashGuard guard,VaultConfig[] vaults)"
        "CashGuard(uint16 maxLossBps,uint16 lossBpsPerDay,uint32 turnoverBpsPerDay,uint16 bridgeBpsPerDay,uint16 minMoveBps,uint32 cooldown,uint32 deadlineMax)"
        "VaultConfig(address vault,uint16 capBps,uint96 rateMin,uint96 rateMax)"
    );
    bytes32 private constant CREATE_TYPEHASH = keccak256(
        "Create(address owner,address implementation,bytes32 salt,CashConfig config,uint256 deadline)"
        "CashConfig(address signer,CashGuard guard,VaultConfig[] vaults)"
        "CashGuard(uint16 maxLossBps,uint16 lossBpsPerDay,uint32 turnoverBpsPerDay,uint16 bridgeBpsPerDay,uint16 minMoveBps,uint32 cooldown,uint32 deadlineMax)"
        "VaultConfig(address vault,uint16 capBps,uint96 rateMin,uint96 rateMax)"
    );

    address public immutable implementation;

    mapping(address account => bool) public isPortfolio;

    constructor(address implementation_) EIP712("1Balancer Cash Factory", "1") {
        implementation = implementation_;
    }

    /// @inheritdoc ICashFactory
    function create(CashConfig calldata config, bytes32 salt, IBalancerTypes.Deposit[] calldata deposits)
        external
        returns (address)
    {
        (address portfolio, bool there) = _place(msg.sender, config, salt);
        require(!there, AlreadyCreated(portfolio));
        return _fund(portfolio, deposits);
    }

    /// @inheritdoc ICashFactory
    function createFor(
        address owner,
        CashConfig calldata config,
        bytes32 salt,
        uint256 deadline,
        bytes calldata signature,
        IBalancerTypes.Deposit[] calldata deposits
    ) external returns (address) {
        require(block.timestamp <= deadline, SignatureExpired(deadline));
        bytes32 digest = creationHash(owner, config, salt, deadline);
        require(SignatureChecker.isValidSignatureNow(owner, digest, signature), BadOwnerSignature(owner));
        (address portfolio, bool there) = _place(owner, config, salt);
        // The salt binds owner and configuration, so what is there is what was signed, unless it has changed hands since.
        require(!there || ICashPortfolio(portfolio).owner() == owner, AlreadyCreated(portfolio));
        return _fund(portfolio, deposits);
    }

    /// @inheritdoc ICashFactory
    function predict(address owner, CashConfig calldata config, bytes32 salt) public view returns (address) {
        return Clones.predictDeterministicAddress(implementation, _boundSalt(owner, config, salt));
    }

    /// @inheritdoc ICashFactory
    function creationHash(address owner, CashConfig calldata config, bytes32 salt, uint256 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(
            keccak256(abi.encode(CREATE_TYPEHASH, owner, implementation, salt, _hashConfig(config), deadline))
        );
    }

    /// @dev Creates it unless it is `there`: a stranger may have sent the owner's signature first.
    function _place(address owner, CashConfig calldata config, bytes32 salt)
        private
        returns (address portfolio, bool there)
    {
        require(owner != address(0), ZeroOwner());
        bytes32 bound = _boundSalt(owner, config, salt);
        portfolio = Clones.predictDeterministicAddress(implementation, bound);
        if (portfolio.code.length != 0) return (portfolio, true);
        Clones.cloneDeterministic(implementation, bound);
        isPortfolio[portfolio] = true;
        emit CashPortfolioCreated(portfolio, owner, salt, msg.sender);
        ICashPortfolio(portfolio).initialize(owner, abi.encode(config));
    }

    /// @dev From the caller alone.
    function _fund(address portfolio, IBalancerTypes.Deposit[] calldata deposits) private returns (address) {
        for (uint256 i; i < deposits.length; ++i) Transfers.pull(deposits[i], portfolio);
        return portfolio;
    }

    function _boundSalt(address owner, CashConfig calldata config, bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(owner, salt, config));
    }

    function _hashConfig(CashConfig calldata config) private pure returns (bytes32) {
        bytes32[] memory vaults = new bytes32[](config.vaults.length);
        for (uint256 i; i < vaults.length; ++i) vaults[i] = keccak256(abi.encode(VAULT_TYPEHASH, config.vaults[i]));
        return keccak256(
            abi.encode(
                CONFIG_TYPEHASH,
                config.signer,
                keccak256(abi.encode(GUARD_TYPEHASH, config.guard)),
                keccak256(abi.encodePacked(vaults))
            )
        );
    }
}
