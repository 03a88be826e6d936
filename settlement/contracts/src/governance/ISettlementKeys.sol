// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Who settles
/// @notice The settlement vault, as far as it says whose keys count today.
interface ISettlementKeys {
    /// @notice Sends batches.
    function operator() external view returns (address);

    /// @notice Signs what takes effect at once.
    function auditor() external view returns (address);
}
