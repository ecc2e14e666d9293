// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";

/// @title A taker contract that, holding what it bought and not having paid yet, does whatever it is told
contract ScriptedTaker {
    IOrderMixin private constant LOP = IOrderMixin(0x111111125421cA6dc452d289314280a0f8842A65);

    struct Step {
        address target;
        bytes data;
        bytes4 mustFailWith; // 0: must succeed
    }

    error StepFailed(uint256 index, bytes answer);
    error StepSucceeded(uint256 index);

    Step[] private steps;
    uint256 public ran;

    function script(address target, bytes calldata data, bytes4 mustFailWith) external {
        steps.push(Step(target, data, mustFailWith));
    }

    function forget() external {
        delete steps;
    }

    function approve(address token) external {
        IERC20(token).approve(address(LOP), type(uint256).max);
    }

    function fill(IOrderMixin.Order calldata order, bytes calldata blob, bytes calldata extension, uint256 making)
        external
    {
        uint256 traits = (1 << 255) | (extension.length << 224) | (20 << 200);
        bytes memory arguments = abi.encodePacked(extension, address(this));
        LOP.fillContractOrderArgs(order, blob, making, TakerTraits.wrap(traits), arguments);
    }

    function takerInteraction(
        IOrderMixin.Order calldata,
        bytes calldata,
        bytes32,
        address,
        uint256,
        uint256,
        uint256,
        bytes calldata
    ) external {
        run();
    }

    /// @notice Any other hook does the same.
    fallback() external {
        run();
    }

    function run() public {
        for (uint256 i; i < steps.length; ++i) {
            (bool ok, bytes memory answer) = steps[i].target.call(steps[i].data);
            bytes4 wanted = steps[i].mustFailWith;
            if (wanted == 0) require(ok, StepFailed(i, answer));
            else require(!ok, StepSucceeded(i));
            if (wanted != 0) require(bytes4(answer) == wanted, StepFailed(i, answer));
            ++ran;
        }
    }
}
