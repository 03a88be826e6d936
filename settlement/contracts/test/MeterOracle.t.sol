// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IMeterOracle} from "../src/meter/IMeterOracle.sol";
import {Community, Net} from "./support/Community.sol";
import {vm} from "./Vm.sol";

contract MeterOracleTest is Community {
    function setUp() public {
        _deploy(0);
    }

    function test_KeepsAReport() public {
        IMeterOracle.Report memory values = _values(1);
        values.importWh = 9;
        _report(values);

        IMeterOracle.Reading memory kept = oracle.readingOf(AREA, START, 0, 1);
        assert(kept.readingsRoot == values.readingsRoot && kept.exportsDigest == values.exportsDigest);
        assert(kept.importWh == 9 && kept.exportWh == 30);
        assert(oracle.exportsDigestOf(AREA, START, 0, 1) == values.exportsDigest);
        assert(oracle.exportsDigestOf(AREA, START, 1, 1) == 0);
    }

    function test_NeverChangesAReport() public {
        _report(_values(1));
        IMeterOracle.Report memory other = _values(1);
        other.exportWh = 31;
        (address[] memory signers, bytes[] memory signatures) = _signed(other, 2);
        vm.expectRevert(
            abi.encodeWithSelector(IMeterOracle.AlreadyMetered.selector, AREA, START, uint32(0), uint32(1))
        );
        oracle.report(other, signers, signatures);
    }

    function test_VersionsFollowEachOther() public {
        (address[] memory signers, bytes[] memory signatures) = _signed(_values(2), 2);
        vm.expectRevert(abi.encodeWithSelector(IMeterOracle.ReadingOutOfOrder.selector, 2));
        oracle.report(_values(2), signers, signatures);
        _report(_values(1));
        oracle.report(_values(2), signers, signatures);
        (signers, signatures) = _signed(_values(0), 2);
        vm.expectRevert(abi.encodeWithSelector(IMeterOracle.ReadingOutOfOrder.selector, 0));
        oracle.report(_values(0), signers, signatures);
    }

    function test_NeedsTheThreshold() public {
        (address[] memory signers, bytes[] memory signatures) = _signed(_values(1), 1);
        vm.expectRevert(abi.encodeWithSelector(IMeterOracle.TooFewSignatures.selector, 1, 2));
        oracle.report(_values(1), signers, signatures);
    }

    function test_CountsASignerOnce() public {
        (address[] memory signers, bytes[] memory signatures) = _signed(_values(1), 2);
        (signers[1], signatures[1]) = (signers[0], signatures[0]);
        vm.expectRevert(abi.encodeWithSelector(IMeterOracle.SignersNotAscending.selector, signers[0]));
        oracle.report(_values(1), signers, signatures);
    }

    function test_RefusesStrangersAndForgeries() public {
        (address[] memory signers, bytes[] memory signatures) = _signed(_values(1), 2);
        signatures[0] = signatures[1];
        vm.expectRevert(abi.encodeWithSelector(IMeterOracle.BadMeterSignature.selector, signers[0]));
        oracle.report(_values(1), signers, signatures);
        (signers, signatures) = _signed(_values(1), 2);
        signers[1] = address(type(uint160).max);
        vm.expectRevert(abi.encodeWithSelector(IMeterOracle.BadMeterSignature.selector, signers[1]));
        oracle.report(_values(1), signers, signatures);
    }

    function test_RefusesEmptyReports() public {
        IMeterOracle.Report memory values = _values(1);
        values.readingsRoot = 0;
        (address[] memory signers, bytes[] memory signatures) = _signed(values, 2);
        vm.expectRevert(IMeterOracle.ReadingsMissing.selector);
        oracle.report(values, signers, signatures);
        values = _values(1);
        values.exportsDigest = 0;
        vm.expectRevert(IMeterOracle.ReadingsMissing.selector);
        oracle.report(values, signers, signatures);
    }

    function test_ReplacedSignersSignNoMore() public {
        address[] memory next = new address[](1);
        next[0] = vm.addr(5);
        oracle.setSigners(next, 1);
        (address[] memory signers, bytes[] memory signatures) = _signed(_values(1), 2);
        vm.expectRevert(abi.encodeWithSelector(IMeterOracle.BadMeterSignature.selector, signers[0]));
        oracle.report(_values(1), signers, signatures);
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(1)));
        oracle.setSigners(next, 1);
    }

    function test_RefusesImpossibleThresholds() public {
        vm.expectRevert(abi.encodeWithSelector(IMeterOracle.BadThreshold.selector, 3, 0));
        oracle.setSigners(meterSigners, 0);
        vm.expectRevert(abi.encodeWithSelector(IMeterOracle.BadThreshold.selector, 3, 4));
        oracle.setSigners(meterSigners, 4);
    }

    function _values(uint32 version) private pure returns (IMeterOracle.Report memory) {
        Net[] memory nets = new Net[](3);
        nets[2].exported = 30;
        return _reportOf(START, version, nets);
    }
}
