// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Limit on what may flow within a window of time
/// @dev Windows follow each other without overlap, so that twice the limit may flow around the end of one.
library FlowLimit {
    struct Window {
        uint96 limit;
        uint96 flowed;
        uint64 endsAt;
    }

    /// @notice More would flow within the window than its limit allows.
    error FlowLimitReached(uint256 wanted, uint256 left);

    /// @notice Counts `amount` against the window, or against a new one if it has ended.
    function take(Window storage window, uint256 amount, uint64 length) internal {
        (uint256 limit, uint256 flowed, uint64 endsAt) = (window.limit, window.flowed, window.endsAt);
        if (block.timestamp >= endsAt) {
            flowed = 0;
            window.endsAt = uint64(block.timestamp) + length;
        }
        if (flowed + amount > limit) revert FlowLimitReached(amount, flowed > limit ? 0 : limit - flowed);
        window.flowed = uint96(flowed + amount);
    }
}
