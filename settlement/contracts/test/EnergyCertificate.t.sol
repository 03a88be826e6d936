// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EnergyCertificate} from "../src/certificate/EnergyCertificate.sol";
import {IMeterOracle} from "../src/meter/IMeterOracle.sol";
import {ISettlementVault} from "../src/vault/ISettlementVault.sol";
import {Community, Net} from "./support/Community.sol";
import {vm} from "./Vm.sol";

contract EnergyCertificateTest is Community {
    uint256 private constant ID = (uint256(AREA) << 64) | START;
    ISettlementVault.Batch private batch;
    bytes private rows;

    /// @dev A panel's 1.000 kWh split over nine buyers.
    function setUp() public {
        _deploy(type(uint96).max);
        _admit(10, 1e9);
        Net[] memory nets = new Net[](12);
        nets[2] = Net(900, 0, 1_000, 1_200);
        for (uint256 i = 3; i < 12; ++i) {
            nets[i] = Net(-100, i == 11 ? 112 : 111, 0, 0);
        }
        _meter(START, 1, nets);
        rows = _rows(nets);
        batch = _batch(START, 1, 1, rows);
        _settle(batch, rows);
    }

    function test_MintsEachBuyersShareAndNoMore() public {
        vm.warp(START + ENERGY_WINDOW);
        uint256 total;
        for (uint256 position = 0; position < 10; ++position) {
            _mint(position);
            total += certificate.balanceOf(_owner(position + 2), ID);
        }
        assert(certificate.balanceOf(_owner(2), ID) == 0);
        assert(certificate.balanceOf(_owner(11), ID) == 112);
        assert(total == 1_000 && certificate.decimals() == 3);
        assert(certificate.isMinted(AREA, START, 0, 11));
    }

    function test_MintsOnce() public {
        vm.warp(START + ENERGY_WINDOW);
        _mint(1);
        (bytes memory group, bytes32[] memory proof) = _proved(1);
        vm.expectRevert(abi.encodeWithSelector(EnergyCertificate.AlreadyMinted.selector, 3));
        certificate.mint(batch, group, 1, proof);
    }

    function test_WhoeverMintsItIsTheOwnersThatBought() public {
        vm.warp(START + ENERGY_WINDOW);
        (bytes memory group, bytes32[] memory proof) = _proved(1);
        vm.prank(address(0xBEEF));
        certificate.mint(batch, group, 1, proof);
        assert(certificate.balanceOf(_owner(3), ID) == 111);
        assert(certificate.balanceOf(address(0xBEEF), ID) == 0);
    }

    /// @dev Where a member changed its part, what it bought in both is its own.
    function test_EachPartMints() public {
        Net[] memory nets = new Net[](4);
        nets[2] = Net(0, 0, 5, 5);
        nets[3] = Net(0, 5, 0, 0);
        IMeterOracle.Report memory values = _reportOf(START, 1, nets);
        values.part = 1;
        _report(values);
        bytes memory others = _rows(nets);
        ISettlementVault.Batch memory second = _batch(START, 1, 1, others);
        second.part = 1;
        _settle(second, others);
        vm.warp(START + ENERGY_WINDOW);
        _mint(1);
        assert(certificate.isMinted(AREA, START, 0, 3) && !certificate.isMinted(AREA, START, 1, 3));
        certificate.mint(second, others, 1, new bytes32[](0));
        assert(certificate.balanceOf(_owner(3), ID) == 116);
    }

    function test_WaitsUntilEnergyIsFinal() public {
        vm.warp(START + ENERGY_WINDOW - 1);
        (bytes memory group, bytes32[] memory proof) = _proved(1);
        vm.expectRevert(abi.encodeWithSelector(EnergyCertificate.NotFinal.selector, START + ENERGY_WINDOW));
        certificate.mint(batch, group, 1, proof);
    }

    function test_OnlyTheVersionThatCountsMints() public {
        Net[] memory nets = new Net[](12);
        nets[2] = Net(0, 0, 5, 5);
        nets[3] = Net(0, 5, 0, 0);
        _meter(START, 2, nets);
        bytes memory corrected = _rows(nets);
        ISettlementVault.Batch memory second = _batch(START, 2, 2, corrected);
        _settle(second, corrected);
        vm.warp(START + ENERGY_WINDOW);
        (bytes memory group, bytes32[] memory proof) = _proved(1);
        vm.expectRevert(abi.encodeWithSelector(EnergyCertificate.NotFinal.selector, START + ENERGY_WINDOW));
        certificate.mint(batch, group, 1, proof);

        certificate.mint(second, corrected, 1, new bytes32[](0));
        assert(certificate.balanceOf(_owner(3), ID) == 5);
    }

    function test_RefusesForgedRows() public {
        vm.warp(START + ENERGY_WINDOW);
        (bytes memory group, bytes32[] memory proof) = _proved(1);
        group[40] = 0xff;
        vm.expectRevert(EnergyCertificate.NotInBatch.selector);
        certificate.mint(batch, group, 1, proof);
        (group, proof) = _proved(1);
        vm.expectRevert(EnergyCertificate.NotInBatch.selector);
        certificate.mint(batch, group, 8, proof);
    }

    function test_RefusesForgedBatches() public {
        vm.warp(START + ENERGY_WINDOW);
        (bytes memory group, bytes32[] memory proof) = _proved(1);
        ISettlementVault.Batch memory forged = batch;
        forged.pages = 1;
        vm.expectRevert(abi.encodeWithSelector(EnergyCertificate.NotFinal.selector, START + ENERGY_WINDOW));
        certificate.mint(forged, group, 1, proof);
    }

    function test_RetiresOnce() public {
        vm.warp(START + ENERGY_WINDOW);
        _mint(1);
        vm.prank(_owner(3));
        certificate.safeTransferFrom(_owner(3), _owner(4), ID, 11, "");
        vm.prank(_owner(3));
        certificate.retire(ID, 100, "car");
        assert(certificate.balanceOf(_owner(3), ID) == 0);
        assert(certificate.retiredBy(_owner(3), ID) == 100);
        vm.prank(_owner(3));
        (bool again,) = address(certificate).call(abi.encodeCall(certificate.retire, (ID, 1, "car")));
        assert(!again && certificate.balanceOf(_owner(4), ID) == 11);
    }

    function test_AHoldersSignatureRetiresOnce() public {
        vm.warp(START + ENERGY_WINDOW);
        _mint(1);
        EnergyCertificate.Retirement memory wanted = _wanted();
        bytes memory signature = _signed(wanted, 3);
        _retireFails(
            wanted, _signed(wanted, 4), EnergyCertificate.BadRetirementSignature.selector, uint160(_owner(3))
        );
        wanted.energyWh = 101;
        _retireFails(wanted, signature, EnergyCertificate.BadRetirementSignature.selector, uint160(_owner(3)));
        wanted.energyWh = 100;

        certificate.retireFor(wanted, signature);
        assert(certificate.retiredBy(_owner(3), ID) == 100 && certificate.balanceOf(_owner(3), ID) == 11);
        assert(certificate.isCarriedOut(_owner(3), 7));
        _retireFails(wanted, signature, EnergyCertificate.CarriedOut.selector, 7);
    }

    function test_AWishIsCarriedOutOnceThoughMoreIsHeld() public {
        vm.warp(START + ENERGY_WINDOW);
        _mint(1);
        EnergyCertificate.Retirement memory wanted = _wanted();
        wanted.energyWh = 50;
        bytes memory signature = _signed(wanted, 3);
        certificate.retireFor(wanted, signature);
        _retireFails(wanted, signature, EnergyCertificate.CarriedOut.selector, 7);
        assert(certificate.balanceOf(_owner(3), ID) == 61);
    }

    function test_NothingOfAWishCanBeChanged() public {
        vm.warp(START + ENERGY_WINDOW);
        _mint(1);
        EnergyCertificate.Retirement memory wanted = _wanted();
        bytes memory signature = _signed(wanted, 3);
        uint256 holder = uint160(_owner(3));
        wanted.purpose = "heating";
        _retireFails(wanted, signature, EnergyCertificate.BadRetirementSignature.selector, holder);
        wanted = _wanted();
        wanted.deadline += 1;
        _retireFails(wanted, signature, EnergyCertificate.BadRetirementSignature.selector, holder);
        wanted = _wanted();
        wanted.wish = 8;
        _retireFails(wanted, signature, EnergyCertificate.BadRetirementSignature.selector, holder);
        assert(certificate.retiredBy(_owner(3), ID) == 0);
    }

    function test_AnOldSignatureRetiresNothing() public {
        vm.warp(START + ENERGY_WINDOW);
        _mint(1);
        EnergyCertificate.Retirement memory wanted = _wanted();
        bytes memory signature = _signed(wanted, 3);
        vm.warp(wanted.deadline + 1);
        _retireFails(wanted, signature, EnergyCertificate.RetirementTooLate.selector, wanted.deadline);
    }

    function test_NobodySignsMoreAwayThanIsHeld() public {
        vm.warp(START + ENERGY_WINDOW);
        EnergyCertificate.Retirement memory wanted = _wanted();
        bytes memory signature = _signed(wanted, 3);
        (bool retired,) =
            address(certificate).call(abi.encodeCall(certificate.retireFor, (wanted, signature)));
        assert(!retired && !certificate.isCarriedOut(_owner(3), 7));
        _mint(1);
        certificate.retireFor(wanted, signature);
        assert(certificate.retiredBy(_owner(3), ID) == 100);
    }

    function _wanted() private pure returns (EnergyCertificate.Retirement memory) {
        return EnergyCertificate.Retirement(_owner(3), ID, 100, "car", 7, START + uint64(ENERGY_WINDOW) + 60);
    }

    function _retireFails(
        EnergyCertificate.Retirement memory wanted,
        bytes memory signature,
        bytes4 reason,
        uint256 argument
    ) private {
        vm.expectRevert(abi.encodeWithSelector(reason, argument));
        certificate.retireFor(wanted, signature);
    }

    function _signed(EnergyCertificate.Retirement memory wanted, uint256 holder)
        private
        view
        returns (bytes memory)
    {
        bytes32 typeHash = keccak256(
            "Retirement(address account,uint256 id,uint256 energyWh,string purpose,uint64 wish,uint64 deadline)"
        );
        bytes32 struct_ = keccak256(
            abi.encode(
                typeHash,
                wanted.account,
                wanted.id,
                wanted.energyWh,
                keccak256(bytes(wanted.purpose)),
                wanted.wish,
                wanted.deadline
            )
        );
        return _sign(_ownerKey(holder), _typed(address(certificate), "Peerwatt EnergyCertificate", struct_));
    }

    function _mint(uint256 position) private {
        (bytes memory group, bytes32[] memory proof) = _proved(position);
        certificate.mint(batch, group, position % 8, proof);
    }

    function _proved(uint256 position) private view returns (bytes memory, bytes32[] memory) {
        return (_group(rows, position / 8), _proof(_leaves(rows), position / 8));
    }
}
