// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @title The owner of a community's contracts
/// @notice What members have decided waits here, so that whoever disagrees can leave before it holds.
contract CommunityTimelock is TimelockController {
    /// @param minDelay Seconds that a decision waits; longer than the vault's exit delay.
    /// @param admin Names the governor as proposer, and then gives the role up.
    constructor(uint256 minDelay, address admin)
        TimelockController(minDelay, new address[](0), _anyone(), admin)
    {}

    /// @dev Anybody may execute what has waited long enough.
    function _anyone() private pure returns (address[] memory executors) {
        executors = new address[](1);
    }
}
