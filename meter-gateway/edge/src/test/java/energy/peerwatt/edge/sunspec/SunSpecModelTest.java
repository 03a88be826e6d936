package energy.peerwatt.edge.sunspec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.market.MarketException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SunSpecModelTest {

    private static final int W = 14;
    private static final int W_SF = 15;
    private static final int WH = 24;
    private static final int WH_SF = 26;
    private static final ModelHeader INVERTER = new ModelHeader(103, 2, 50);

    private final DumpSource source = inverter();

    @Test
    void findsAChainWithoutEndMarker() {
        SunSpecChain chain = SunSpecChain.find(source).orElseThrow();

        assertThat(chain).isEqualTo(new SunSpecChain(0, List.of(INVERTER)));
    }

    @Test
    void findsNothingWhereAllIsZero() {
        assertThat(SunSpecChain.find(DumpSource.of(40_000, 0, 0, 0, 0))).isEmpty();
    }

    @Test
    void chainEndsAtLengthsThatCannotBe() {
        DumpSource zero = DumpSource.of(0, 0x5375, 0x6E53, 1, 0);
        DumpSource huge = DumpSource.of(0, 0x5375, 0x6E53, 1, 2_001);

        assertThat(SunSpecChain.find(zero).orElseThrow().models()).isEmpty();
        assertThat(SunSpecChain.find(huge).orElseThrow().models()).isEmpty();
    }

    @Test
    void chainOfEndlessModelsEnds() {
        DumpSource endless = DumpSource.of(0, 0x5375, 0x6E53);
        for (int at = 2; at < 2_000; at += 3) {
            endless.put(at, 64_001).put(at + 1, 1).put(at + 2, 0);
        }

        assertThat(SunSpecChain.find(endless).orElseThrow().models()).hasSize(100);
    }

    @Test
    void scalesByTheFactorReadWithTheValue() {
        source.put(2 + W, 0xFFFE).put(2 + W_SF, 1);

        assertThat(read().content().number("W")).contains(new PointValue.Scaled(-2, 1));
    }

    @Test
    void valueThatIsNotImplementedIsAbsent() {
        source.put(2 + W, 0x8000).put(2 + WH, 0).put(3 + WH, 0);

        assertThat(read().content().points())
                .doesNotContainKey("W")
                .containsEntry("WH", new PointValue.ZeroOrAbsent());
    }

    @Test
    void valueWithoutItsScaleFactorIsAbsentNotUnscaled() {
        source.put(2 + W, 500).put(2 + W_SF, 0x8000);
        source.put(2 + WH, 1).put(2 + WH_SF, 11);

        assertThat(read().content().points()).doesNotContainKeys("W", "WH");
    }

    @Test
    void accumulatorUsesAll32Bits() {
        source.put(2 + WH, 0xFFFF).put(3 + WH, 0xFFFF).put(2 + WH_SF, 0xFFFE);

        assertThat(read().content().number("WH"))
                .contains(new PointValue.Scaled(4_294_967_295L, -2));
    }

    @Test
    void pointsBeyondTheReportedLengthAreAbsent() {
        source.put(3, 20).put(2 + WH, 5).put(2 + W, 7);

        SunSpecModel model = SunSpecModel.read(source, new ModelHeader(103, 2, 20));

        assertThat(model.content().points()).containsKey("W").doesNotContainKey("WH");
        assertThat(model.lengthMismatch()).isTrue();
    }

    @Test
    void chainGoesOnAtTheUsualLengthWhereTheReportedOneLeadsNowhere() {
        source.put(3, 40).put(54, 124).put(55, 24);

        assertThat(SunSpecChain.find(source).orElseThrow().models())
                .containsExactly(new ModelHeader(103, 2, 40), new ModelHeader(124, 54, 24));
    }

    @Test
    void chainIsFoundInInputRegistersAndAtConfiguredBases() {
        DumpSource input = DumpSource.of(4_096, 0x5375, 0x6E53, 124, 24);

        assertThat(
                        SunSpecChain.find(
                                (function, address, count) ->
                                        function == 4
                                                ? input.read(4, address, count)
                                                : new ModbusAnswer.Declined(1),
                                List.of(4_096)))
                .contains(new SunSpecChain(4_096, List.of(new ModelHeader(4, 124, 4_098, 24))));
    }

    @Test
    void scaleFactorsAreReadInTheSameRequestAsTheirValues() {
        for (int id = 1; id < 1_000; id++) {
            ModelLayout.of(id).ifPresent(SunSpecModelTest::assertFactorsInFirstRequest);
        }
    }

    private static void assertFactorsInFirstRequest(ModelLayout layout) {
        int at = 2;
        for (ModelLayout.Point point : layout.points()) {
            at += point.registers();
            if (point.type() == PointType.SUNSSF || !point.scaleFactor().isEmpty()) {
                assertThat(at).as(point.name()).isLessThanOrEqualTo(125);
            }
        }
    }

    @Test
    void valueThatChangesWhereTwoRequestsMeetIsRefused() {
        ModelHeader modules = new ModelHeader(160, 2, 128);
        DumpSource device = DumpSource.of(0, 0x5375, 0x6E53, 160, 128);
        for (int i = 0; i < 128; i++) {
            device.put(4 + i, 0);
        }
        assertThat(SunSpecModel.read(device, modules).content().group("module")).hasSize(6);

        int[] requests = {0};
        assertThatThrownBy(() ->
                        SunSpecModel.read(
                                (function, address, count) -> {
                                    device.put(126, requests[0]++);
                                    return device.read(function, address, count);
                                },
                                modules))
                .isInstanceOf(MarketException.class)
                .hasMessageContaining("changed while reading");
    }

    @Test
    void curvesDecodeInTheirGroups() {
        DumpSource device = DumpSource.of(0, 0x5375, 0x6E53, 712, 12 + 2 * (5 + 2 * 2) - 1);
        int length = 12 + 2 * (5 + 2 * 2) - 1;
        for (int i = 0; i < length; i++) {
            device.put(4 + i, i);
        }
        int points = 4 + 3;
        device.put(points, 2).put(points + 1, 2);
        SunSpecGroup model = SunSpecModel.read(device, new ModelHeader(712, 2, length)).content();

        assertThat(model.group("Crv")).hasSize(2);
        assertThat(model.group("Crv").getFirst().group("Pt")).hasSize(2);
    }

    @Test
    void refusesAModelThatHasMoved() {
        source.put(2, 101);

        assertThatThrownBy(this::read)
                .isInstanceOf(MarketException.class)
                .hasMessageContaining("another model");
    }

    private SunSpecModel read() {
        return SunSpecModel.read(source, INVERTER);
    }

    private static DumpSource inverter() {
        DumpSource source = DumpSource.of(0, 0x5375, 0x6E53, 103, 50);
        for (int i = 0; i < 50; i++) {
            source.put(4 + i, 0);
        }
        return source;
    }
}
