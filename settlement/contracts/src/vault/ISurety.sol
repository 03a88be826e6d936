// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Who answers for batches that no auditor signed
interface ISurety {
    /// @notice Whether a penalty could be paid if the next batch of `operator` were proved wrong.
    function covers(address operator) external view returns (bool);
}
