// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { TestBase } from "./TestBase.sol";

/// @title A world that a campaign acts on
interface ICampaign {
    /// @notice Does one thing, which and how by `seed`; reverts only by a fault of its own.
    function act(uint256 seed) external;

    /// @notice Reverts if what must hold after every call doesn't.
    function check() external view;

    function actionCount() external view returns (uint256);
    function actions(uint256 index) external view returns (string memory);
    function counters(string calldata action) external view returns (uint256 calls, uint256 successes);
    function reasonCount() external view returns (uint256);
    function reasons(uint256 index) external view returns (bytes4);
    function reverts(bytes4 reason) external view returns (uint256);
}

/// @title Runs a campaign's sequences, each in one call of the fuzzer: what is asked is asked after every action all the same
/// @dev forge's invariant runner puts every word of the stack into a dictionary that handlers of hashed seeds have no use for, and
/// that costs as much as the contracts do. What is lost is its shrinking: a failure names seed and action, and `-vvvv` shows it.
/// All of a sequence is one transaction, so transient storage lives on: a lock left behind is seen, as it wouldn't be else.
abstract contract CampaignSequences is TestBase {
    uint256 private constant LEAST_ACTIONS = 20;
    uint256 private constant MOST_ACTIONS = 256;

    error Broken(bytes32 seed, uint256 action, bytes reason);

    /// @dev Between 20 and 256 actions, by the seed.
    function runSequence(ICampaign campaign, bytes32 seed, string memory table) internal {
        uint256 length = LEAST_ACTIONS + uint256(seed) % (MOST_ACTIONS - LEAST_ACTIONS + 1);
        for (uint256 i; i < length; ++i) {
            try campaign.act(uint256(keccak256(abi.encode(seed, i)))) { }
            catch (bytes memory reason) {
                revert Broken(seed, i, reason);
            }
            try campaign.check() { }
            catch (bytes memory reason) {
                revert Broken(seed, i, reason);
            }
        }
        writeTable(campaign, table);
    }

    /// @dev One line per action and reason; campaign.cjs adds them up.
    function writeTable(ICampaign campaign, string memory table) private {
        for (uint256 i; i < campaign.actionCount(); ++i) {
            string memory action = campaign.actions(i);
            (uint256 calls, uint256 successes) = campaign.counters(action);
            line(table, "action", vm.replace(action, " ", "-"), calls, successes);
        }
        for (uint256 i; i < campaign.reasonCount(); ++i) {
            bytes4 reason = campaign.reasons(i);
            line(table, "revert", vm.toString(abi.encodePacked(reason)), campaign.reverts(reason), 0);
        }
    }

    function line(string memory table, string memory kind, string memory name, uint256 a, uint256 b) internal {
        vm.writeLine(table, string.concat(kind, " ", name, " ", vm.toString(a), " ", vm.toString(b)));
    }
}
