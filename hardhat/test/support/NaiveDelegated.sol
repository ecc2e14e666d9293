// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IAggregatorV3 } from "../../contracts/interfaces/IAggregatorV3.sol";
import { IDelegationManager } from "../../contracts/interfaces/IDelegationManager.sol";
import { Buckets } from "../../contracts/libraries/Buckets.sol";

/// @title A guard of delegated accounts as one would first write it: one for all of them, set up by each account for itself
/// @dev Each attack is seen to succeed on this one. The sender brings the delegations and what is executed by them; who is charged
/// is who the sender says; what is signed names neither account nor guard; a contract's own word is as good as its signer's.
contract NaiveDelegated {
    uint256 public constant LOSS_BPS = 100;

    struct Book {
        address signer;
        bool paused;
        uint256 levelE18;
        uint256 settledAt;
        uint256 turnoverE18;
        address[] tokens;
    }

    struct Leg {
        address router;
        address tokenIn;
        uint256 amountIn;
        address tokenOut;
        bytes data;
    }

    IDelegationManager private immutable MANAGER;
    mapping(address token => IAggregatorV3) private feeds;
    mapping(address token => uint256) private units;
    mapping(address account => Book) private books;
    mapping(address account => mapping(uint256 nonce => bool)) private used;

    constructor(IDelegationManager manager) {
        MANAGER = manager;
    }

    function know(address token, IAggregatorV3 feed, uint256 decimals) external {
        (feeds[token], units[token]) = (feed, 10 ** decimals);
    }

    function configure(address signer, address[] calldata tokens) external {
        books[msg.sender] = Book(signer, false, 0, block.timestamp, 0, tokens);
    }

    function pause() external {
        books[msg.sender].paused = true;
    }

    function levelOf(address account) external view returns (uint256) {
        return books[account].levelE18;
    }

    function turnoverOf(address account) external view returns (uint256) {
        return books[account].turnoverE18;
    }

    function valueOf(address account) public view returns (uint256 sum) {
        address[] memory tokens = books[account].tokens;
        for (uint256 i; i < tokens.length; ++i) sum += worth(tokens[i], IERC20(tokens[i]).balanceOf(account));
    }

    function worth(address token, uint256 amount) public view returns (uint256) {
        (, int256 answer,,,) = feeds[token].latestRoundData();
        return amount * uint256(answer) * 1e18 / units[token];
    }

    function digestOf(Leg[] calldata legs, uint256 nonce) public pure returns (bytes32) {
        return keccak256(abi.encode(legs, nonce));
    }

    /// @dev A leg that can't be pulled is left out.
    function execute(
        address account,
        Leg[] calldata legs,
        uint256 nonce,
        bytes calldata signature,
        bytes[] calldata contexts,
        bytes[] calldata executions
    ) external {
        _begin(account, legs, nonce, signature);
        uint256 whole = valueOf(account);
        (uint256 out, uint256 into) = _run(account, legs, contexts, executions);
        _charge(books[account], out, into, whole);
    }

    function _begin(address account, Leg[] calldata legs, uint256 nonce, bytes calldata signature) private {
        require(!books[account].paused, "paused");
        require(!used[account][nonce], "used");
        used[account][nonce] = true;
        bytes32 digest = digestOf(legs, nonce);
        (address key,,) = ECDSA.tryRecover(digest, signature);
        require(key == books[account].signer || _says(account, digest, signature), "not signed");
    }

    function _run(address account, Leg[] calldata legs, bytes[] calldata contexts, bytes[] calldata executions)
        private
        returns (uint256 out, uint256 into)
    {
        for (uint256 i; i < legs.length; ++i) {
            if (!_pull(contexts[i], executions[i])) continue;
            out += worth(legs[i].tokenIn, legs[i].amountIn);
            into += worth(legs[i].tokenOut, _swap(account, legs[i]));
        }
    }

    function _says(address account, bytes32 digest, bytes calldata signature) private view returns (bool) {
        return account.code.length != 0
            && IERC1271(account).isValidSignature(digest, signature) == IERC1271.isValidSignature.selector;
    }

    function _pull(bytes calldata context, bytes calldata execution) private returns (bool) {
        (bytes[] memory contexts, bytes[] memory executions) = (new bytes[](1), new bytes[](1));
        (contexts[0], executions[0]) = (context, execution);
        try MANAGER.redeemDelegations(contexts, new bytes32[](1), executions) {
            return true;
        } catch {
            return false;
        }
    }

    function _swap(address account, Leg calldata leg) private returns (uint256 received) {
        IERC20(leg.tokenIn).approve(leg.router, leg.amountIn);
        (bool ok,) = leg.router.call(leg.data);
        require(ok, "route");
        uint256 before = IERC20(leg.tokenOut).balanceOf(account);
        IERC20(leg.tokenOut).transfer(account, IERC20(leg.tokenOut).balanceOf(address(this)));
        received = IERC20(leg.tokenOut).balanceOf(account) - before;
        IERC20(leg.tokenIn).transfer(account, IERC20(leg.tokenIn).balanceOf(address(this)));
    }

    function _charge(Book storage book, uint256 out, uint256 into, uint256 whole) private {
        book.levelE18 = Buckets.drainedUp(book.levelE18, LOSS_BPS, block.timestamp - book.settledAt);
        book.settledAt = block.timestamp;
        if (out > into) book.levelE18 += Buckets.fractionUp(out - into, whole);
        book.turnoverE18 += Buckets.fractionUp(out, whole);
        require(book.levelE18 <= Buckets.capacity(LOSS_BPS), "budget");
    }
}
