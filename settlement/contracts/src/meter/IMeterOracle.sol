// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What the meters of an area counted in an interval
/// @notice Each report is signed by k of n metering operators and never changed; better values come as the
/// next version. A community above the size of a batch reports each of its parts for itself.
interface IMeterOracle {
    /// @notice One version of an interval's meter values.
    /// @param area The market area.
    /// @param intervalStart Start of the delivery interval in seconds since 1970.
    /// @param part Part of the community, 0 if it is not split.
    /// @param version From 1, without a gap.
    /// @param readingsRoot Merkle root over all readings, not zero.
    /// @param exportsDigest Over all accounts with export, ascending by index, starting from 1:
    /// `digest = keccak256(abi.encode(digest, index << 32 | exportWh))`.
    /// @param importWh Sum of all import.
    /// @param exportWh Sum of all export.
    struct Report {
        uint32 area;
        uint64 intervalStart;
        uint32 part;
        uint32 version;
        bytes32 readingsRoot;
        bytes32 exportsDigest;
        uint64 importWh;
        uint64 exportWh;
    }

    /// @notice What is kept of a report.
    struct Reading {
        bytes32 readingsRoot;
        bytes32 exportsDigest;
        uint64 importWh;
        uint64 exportWh;
    }

    /// @notice A report was accepted.
    event Metered(
        uint32 indexed area,
        uint64 indexed intervalStart,
        uint32 part,
        uint32 version,
        bytes32 readingsRoot,
        bytes32 exportsDigest,
        uint64 importWh,
        uint64 exportWh
    );

    /// @notice The set of signers was replaced.
    event SignersChanged(address[] signers, uint256 threshold);

    /// @notice This version was reported before.
    error AlreadyMetered(uint32 area, uint64 intervalStart, uint32 part, uint32 version);

    /// @notice Versions start at 1 and follow each other without a gap.
    error ReadingOutOfOrder(uint32 version);

    /// @notice A report without readings or digest proves nothing.
    error ReadingsMissing();

    /// @notice Signatures are fewer than the threshold, or not one for each signer named.
    error TooFewSignatures(uint256 signatures, uint256 threshold);

    /// @notice Signers must be strictly ascending.
    error SignersNotAscending(address signer);

    /// @notice Not one of the signers, or not its signature.
    error BadMeterSignature(address signer);

    /// @notice The threshold is zero or above the number of signers.
    error BadThreshold(uint256 signers, uint256 threshold);

    /// @notice Accepts a report, from anyone, once.
    /// @param signers At least the threshold, strictly ascending.
    /// @param signatures Each signer's EIP-712 signature of the report; contracts sign by ERC-1271.
    function report(Report calldata values, address[] calldata signers, bytes[] calldata signatures) external;

    /// @notice Digest of a reported version's exports; zero if there is no such report.
    function exportsDigestOf(uint32 area, uint64 intervalStart, uint32 part, uint32 version)
        external
        view
        returns (bytes32);

    /// @notice A reported version; its root is zero if there is none.
    function readingOf(uint32 area, uint64 intervalStart, uint32 part, uint32 version)
        external
        view
        returns (Reading memory);
}
