// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { IDelegatedBalancer } from "./interfaces/IDelegatedBalancer.sol";
import { IDelegatedFactory } from "./interfaces/IDelegatedFactory.sol";
import { ConfigHash } from "./libraries/ConfigHash.sol";
import { Signatures } from "./libraries/Signatures.sol";

/// @title DelegatedFactory
/// @notice Has no owner and no settings. An account has one current clone here; making another, or none, pauses it for ever.
contract DelegatedFactory is IDelegatedFactory, EIP712 {
    /// @dev What is signed lies about until it is sent: an owner who thinks better of it waits no longer.
    uint256 private constant LONGEST_LIFE = 1 hours;
    bytes32 private constant CREATE_TYPEHASH = keccak256(
        "Create(address account,address implementation,address guardian,uint256 index,Config config,uint256 deadline)"
        "AssetConfig(address token,uint16 targetBps,address feed,uint24 heartbeat,uint24 navMaxAge,uint128 minAnswer,uint128 maxAnswer)"
        "Config(address signer,AssetConfig[] assets,Guard guard,address[] routers,OneOffTurnover oneOff)"
        "Guard(uint16 maxSlippageBps,uint16 lossBpsPerDay,uint32 turnoverBpsPerDay,uint32 orderTtlMax,uint32 cooldown,uint16 minDriftBps,uint16 overshootBps,uint16 minFillBps,uint16 maxFeeBps,bool publicBook)"
        "OneOffTurnover(uint32 bps,uint40 expiresAt)"
    );

    /// @dev One slot: the current clone, 0 for none, and how many there have been.
    struct Line {
        address current;
        uint96 count;
    }

    address public immutable implementation;

    mapping(address account => bool) public isClone;
    mapping(address account => Line) private lines;
    IDelegatedFactory[] private before;

    constructor(address implementation_, address[] memory predecessors_) EIP712("1Balancer Delegated Factory", "1") {
        implementation = implementation_;
        for (uint256 i; i < predecessors_.length; ++i) before.push(IDelegatedFactory(predecessors_[i]));
    }

    /// @inheritdoc IDelegatedFactory
    function create(address guardian, uint256 index, Config calldata config) external returns (address clone) {
        require(index == lines[msg.sender].count, WrongIndex(index, lines[msg.sender].count));
        return _place(msg.sender, guardian, index, config);
    }

    /// @inheritdoc IDelegatedFactory
    function createFor(
        address account,
        address guardian,
        uint256 index,
        Config calldata config,
        uint256 deadline,
        bytes calldata signature
    ) external returns (address clone) {
        require(block.timestamp <= deadline, SignatureExpired(deadline));
        uint256 latest = block.timestamp + LONGEST_LIFE;
        require(deadline <= latest, DeadlineTooFar(deadline, latest));
        bytes32 digest = creationHash(account, guardian, index, config, deadline);
        require(Signatures.isSigned(account, account, digest, signature), BadAccountSignature(account));
        Line memory line = lines[account];
        if (index == line.count) return _place(account, guardian, index, config);
        clone = predict(account, guardian, index, config);
        require(clone == line.current, WrongIndex(index, line.count));
    }

    /// @inheritdoc IDelegatedFactory
    function retire(uint256 index) external {
        Line memory line = lines[msg.sender];
        require(line.current != address(0) && index + 1 == line.count, WrongIndex(index, line.count));
        lines[msg.sender].current = address(0);
        _retire(msg.sender, line);
    }

    /// @inheritdoc IDelegatedFactory
    function predict(address account, address guardian, uint256 index, Config calldata config)
        public
        view
        returns (address)
    {
        return Clones.predictDeterministicAddress(implementation, _boundSalt(account, guardian, index, config));
    }

    /// @inheritdoc IDelegatedFactory
    function creationHash(address account, address guardian, uint256 index, Config calldata config, uint256 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(
            keccak256(
                abi.encode(
                    CREATE_TYPEHASH, account, implementation, guardian, index, ConfigHash.hash(config), deadline
                )
            )
        );
    }

    /// @inheritdoc IDelegatedFactory
    function currentOf(address account) external view returns (address) {
        return lines[account].current;
    }

    /// @inheritdoc IDelegatedFactory
    function countOf(address account) external view returns (uint256) {
        return lines[account].count;
    }

    /// @inheritdoc IDelegatedFactory
    function predecessors() external view returns (address[] memory list) {
        list = new address[](before.length);
        for (uint256 i; i < list.length; ++i) list[i] = address(before[i]);
    }

    /// @dev One that its account retired is paused as well: after a stop only the account lets the next one trade.
    function _place(address account, address guardian, uint256 index, Config calldata config)
        private
        returns (address clone)
    {
        _requireNoneElsewhere(account);
        Line memory line = lines[account];
        bool bornPaused = index != 0 && (line.current == address(0) || IDelegatedBalancer(line.current).paused());
        clone = Clones.cloneDeterministic(implementation, _boundSalt(account, guardian, index, config));
        isClone[clone] = true;
        lines[account] = Line(clone, uint96(index + 1));
        if (line.current != address(0)) _retire(account, line);
        emit DelegatedCreated(clone, account, index, guardian, msg.sender);
        IDelegatedBalancer(clone).initialize(account, guardian, bornPaused, abi.encode(config));
    }

    function _retire(address account, Line memory line) private {
        IDelegatedBalancer(line.current).retire();
        emit DelegatedRetired(line.current, account, line.count - 1);
    }

    function _requireNoneElsewhere(address account) private view {
        for (uint256 i; i < before.length; ++i) {
            address clone = before[i].currentOf(account);
            require(clone == address(0), CloneElsewhere(address(before[i]), clone));
        }
    }

    function _boundSalt(address account, address guardian, uint256 index, Config calldata config)
        private
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(account, guardian, index, config));
    }
}
