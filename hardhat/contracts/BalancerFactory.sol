// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IWETH } from "@1inch/solidity-utils/contracts/interfaces/IWETH.sol";
import { IBalancer } from "./interfaces/IBalancer.sol";
import { IBalancerFactory } from "./interfaces/IBalancerFactory.sol";
import { ConfigHash } from "./libraries/ConfigHash.sol";
import { Transfers } from "./libraries/Transfers.sol";

/// @title BalancerFactory
/// @notice Has no owner and no settings. A portfolio's address is bound to its owner, salt and whole configuration, so an
/// address can be funded before it exists: nobody can put another signer, feed or limit there.
contract BalancerFactory is IBalancerFactory, EIP712 {
    using SafeERC20 for IERC20;

    bytes32 private constant CREATE_TYPEHASH = keccak256(
        "Create(address owner,address implementation,bytes32 salt,Config config,uint256 deadline)"
        "AssetConfig(address token,uint16 targetBps,address feed,uint24 heartbeat,uint24 navMaxAge,uint128 minAnswer,uint128 maxAnswer)"
        "Config(address signer,AssetConfig[] assets,Guard guard,address[] routers,OneOffTurnover oneOff)"
        "Guard(uint16 maxSlippageBps,uint16 lossBpsPerDay,uint32 turnoverBpsPerDay,uint32 orderTtlMax,uint32 cooldown,uint16 minDriftBps,uint16 overshootBps,uint16 minFillBps,uint16 maxFeeBps,bool publicBook)"
        "OneOffTurnover(uint32 bps,uint40 expiresAt)"
    );

    address public immutable implementation;
    address public immutable weth;

    mapping(address account => bool) public isPortfolio;

    constructor(address implementation_, address weth_) EIP712("1Balancer Factory", "1") {
        (implementation, weth) = (implementation_, weth_);
    }

    /// @inheritdoc IBalancerFactory
    function create(Config calldata config, bytes32 salt, Deposit[] calldata deposits)
        external
        payable
        returns (address)
    {
        (address portfolio, bool there) = _place(msg.sender, config, salt);
        require(!there, AlreadyCreated(portfolio));
        return _fund(portfolio, deposits);
    }

    /// @inheritdoc IBalancerFactory
    function createFor(
        address owner,
        Config calldata config,
        bytes32 salt,
        uint256 deadline,
        bytes calldata signature,
        Deposit[] calldata deposits
    ) external payable returns (address) {
        require(block.timestamp <= deadline, SignatureExpired(deadline));
        bytes32 digest = creationHash(owner, config, salt, deadline);
        require(SignatureChecker.isValidSignatureNow(owner, digest, signature), BadOwnerSignature(owner));
        (address portfolio, bool there) = _place(owner, config, salt);
        // The salt binds owner and configuration, so what is there is what was signed, unless it has changed hands since.
        require(!there || IBalancer(portfolio).owner() == owner, AlreadyCreated(portfolio));
        return _fund(portfolio, deposits);
    }

    /// @inheritdoc IBalancerFactory
    function predict(address owner, Config calldata config, bytes32 salt) public view returns (address) {
        return Clones.predictDeterministicAddress(implementation, _boundSalt(owner, config, salt));
    }

    /// @inheritdoc IBalancerFactory
    function creationHash(address owner, Config calldata config, bytes32 salt, uint256 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(
            keccak256(abi.encode(CREATE_TYPEHASH, owner, implementation, salt, ConfigHash.hash(config), deadline))
        );
    }

    /// @dev Creates it unless it is `there`: a stranger may have sent the owner's signature first.
    function _place(address owner, Config calldata config, bytes32 salt) private returns (address portfolio, bool there) {
        require(owner != address(0), ZeroOwner());
        bytes32 bound = _boundSalt(owner, config, salt);
        portfolio = Clones.predictDeterministicAddress(implementation, bound);
        if (portfolio.code.length != 0) return (portfolio, true);
        Clones.cloneDeterministic(implementation, bound);
        isPortfolio[portfolio] = true;
        emit PortfolioCreated(portfolio, owner, salt, msg.sender);
        IBalancer(portfolio).initialize(owner, abi.encode(config));
    }

    /// @dev From the caller alone.
    function _fund(address portfolio, Deposit[] calldata deposits) private returns (address) {
        for (uint256 i; i < deposits.length; ++i) Transfers.pull(deposits[i], portfolio);
        if (msg.value != 0) {
            IWETH(weth).deposit{ value: msg.value }();
            IERC20(weth).safeTransfer(portfolio, msg.value);
        }
        return portfolio;
    }

    function _boundSalt(address owner, Config calldata config, bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(owner, salt, config));
    }
}
